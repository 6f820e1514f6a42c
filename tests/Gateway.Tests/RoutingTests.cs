using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PeerNetwork.Gateway.Tests;

public class RoutingTests
{
    [Fact]
    public async Task The_service_gets_the_request_without_the_prefix_and_with_the_token()
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var request = gateway.Request(HttpMethod.Put, "/enrollment/echo/a%20b?x=1&y=%C3%A9");
        request.Content = new StringContent("words", Encoding.UTF8, "text/plain");
        (await gateway.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var seen = enrollment.Requests.ShouldHaveSingleItem();
        (seen.Method, seen.Target).ShouldBe(("PUT", "/echo/a%20b?x=1&y=%C3%A9"));
        seen.Headers["Authorization"].ShouldBe(request.Headers.Authorization!.ToString());
        Encoding.UTF8.GetString(seen.Body).ShouldBe("words");
    }

    [Fact]
    public async Task A_webhook_of_an_HR_system_needs_no_token_and_arrives_as_it_was_sent()
    {
        await using var enrollment = await Backend.Start(app => app.MapPost("/webhooks/{**rest}", () => "heard"));
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/enrollment/webhooks/bamboohr/hr")
        {
            Content = new StringContent("""{ "employees":  [] }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-BambooHR-Signature", "abc");
        (await gateway.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var seen = enrollment.Requests.ShouldHaveSingleItem();
        (seen.Method, seen.Target).ShouldBe(("POST", "/webhooks/bamboohr/hr"));
        seen.Headers["X-BambooHR-Signature"].ShouldBe("abc");
        Encoding.UTF8.GetString(seen.Body).ShouldBe("""{ "employees":  [] }""");
    }

    [Fact]
    public async Task Each_prefix_leads_to_its_service()
    {
        await using var matching = await Backend.Start();
        await using var analytics = await Backend.Start();
        await using var gateway = GatewayHost.With(
            ("Services:matching:http:0", matching.Address),
            ("Services:analytics:http:0", analytics.Address)
        );

        (await gateway.Get("/matching/echo/1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.Get("/analytics/echo/2")).StatusCode.ShouldBe(HttpStatusCode.OK);

        matching.Requests.ShouldHaveSingleItem().Target.ShouldBe("/echo/1");
        analytics.Requests.ShouldHaveSingleItem().Target.ShouldBe("/echo/2");
    }

    [Fact]
    public async Task A_further_service_is_a_setting()
    {
        await using var reports = await Backend.Start();
        await using var gateway = GatewayHost.With(
            ("Routes:4", "reports"),
            ("Services:reports:http:0", reports.Address),
            ("Services:unknown:http:0", reports.Address)
        );

        (await gateway.Get("/reports/echo/1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.Get("/unknown/echo")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        reports.Requests.ShouldHaveSingleItem().Target.ShouldBe("/echo/1");
    }

    [Theory]
    [InlineData("Services:matching:http:0", "Services:matching:http:1")]
    [InlineData("Services:matching-1:http:0", "Services:matching-2:http:0")]
    [InlineData("Services:matching:http:0", "Services:matching-2:http:0")]
    public async Task Each_replica_of_a_service_gets_requests(string first, string second)
    {
        await using var one = await Backend.Start();
        await using var other = await Backend.Start();
        await using var gateway = GatewayHost.With((first, one.Address), (second, other.Address));

        for (var i = 0; i < 50; i++)
            (await gateway.Get("/matching/echo")).StatusCode.ShouldBe(HttpStatusCode.OK);

        one.Requests.Count.ShouldBeGreaterThan(5);
        other.Requests.Count.ShouldBeGreaterThan(5);
        (one.Requests.Count + other.Requests.Count).ShouldBe(50);
    }

    [Fact]
    public async Task A_service_of_a_similar_name_is_no_replica()
    {
        await using var worker = await Backend.Start();
        await using var gateway = GatewayHost.With(("Services:matching-worker:http:0", worker.Address));

        (await gateway.Get("/matching/echo")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        worker.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_gateway_says_who_forwarded()
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var request = gateway.Request(HttpMethod.Get, "/enrollment/echo");
        string[] forged =
        [
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Prefix",
            "X-Forwarded-Anything",
            "X-Real-IP",
            "Forwarded",
        ];
        foreach (var header in forged)
            request.Headers.Add(header, "for=6.6.6.6");
        request.Headers.Add("X-Forwarded-Proto", "gopher");
        await gateway.Client.SendAsync(request);

        var headers = enrollment.Requests.ShouldHaveSingleItem().Headers;
        headers["X-Forwarded-For"].ShouldBe("127.0.0.1");
        headers["X-Forwarded-Proto"].ShouldBe("http");
        headers["X-Forwarded-Host"].ShouldBe(gateway.Client.BaseAddress!.Authority);
        headers["X-Forwarded-Prefix"].ShouldBe("/enrollment");
        headers.Values.ShouldNotContain(value => value.Contains("6.6.6.6"));
    }

    [Fact]
    public async Task Links_in_a_response_lead_back_through_the_gateway()
    {
        await using var enrollment = await Backend.Start(app =>
            app.MapGet(
                "/programs",
                (HttpResponse response) =>
                {
                    response.Headers.Link = "</programs?cursor=x>; rel=next, <https://elsewhere.test/>; rel=help";
                    response.Headers.Server = "secret/1.0";
                    return Results.Created("/programs/7", null);
                }
            )
        );
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var answer = await gateway.Get("/enrollment/programs");

        answer.Headers.Location!.OriginalString.ShouldBe("/enrollment/programs/7");
        string.Join(", ", answer.Headers.GetValues("Link"))
            .ShouldBe("</enrollment/programs?cursor=x>; rel=next, <https://elsewhere.test/>; rel=help");
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task A_trace_goes_on_in_the_service()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var request = gateway.Request(HttpMethod.Get, "/enrollment/echo");
        request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        request.Headers.Add("tracestate", "vendor=1");
        await gateway.Client.SendAsync(request);

        var headers = enrollment.Requests.ShouldHaveSingleItem().Headers;
        headers["traceparent"].ShouldStartWith($"00-{trace}-");
        headers["traceparent"].ShouldEndWith("-01");
        headers["tracestate"].ShouldBe("vendor=1");
    }

    [Fact]
    public async Task A_large_roster_passes_and_a_larger_one_is_refused()
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        (await Upload(30)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await Upload(33)).ShouldBeProblem(413, "too-large");

        enrollment.Requests.ShouldHaveSingleItem().Body.Length.ShouldBe(30 << 20);

        async Task<HttpResponseMessage> Upload(int megabytes)
        {
            var request = gateway.Request(HttpMethod.Post, "/enrollment/echo");
            request.Headers.ExpectContinue = true;
            request.Content = new ByteArrayContent(new byte[megabytes << 20]);
            return await gateway.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task An_unknown_path_and_a_missing_service_are_problems()
    {
        await using var gateway = GatewayHost.With();

        await (await gateway.Get("/nowhere")).ShouldBeProblem(404, "not-found");
        var absent = await gateway.Get("/enrollment/programs");
        await absent.ShouldBeProblem(503, "unavailable");
        absent.Headers.RetryAfter.ShouldNotBeNull();
    }
}
