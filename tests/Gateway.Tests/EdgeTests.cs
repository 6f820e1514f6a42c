using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PeerNetwork.Testing;

namespace PeerNetwork.Gateway.Tests;

public class EdgeTests
{
    [Theory]
    [InlineData("/enrollment/echo")]
    [InlineData("/nowhere")]
    [InlineData("/health/live")]
    [InlineData("/scalar/")]
    public async Task Every_response_has_the_security_headers(string path)
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var answer = await gateway.Get(path);

        Header("X-Content-Type-Options").ShouldBe("nosniff");
        Header("X-Frame-Options").ShouldBe("DENY");
        Header("Referrer-Policy").ShouldBe("no-referrer");
        Header("Content-Security-Policy").ShouldStartWith("default-src 'none'; ");
        Header("Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
        answer.Headers.Contains("Server").ShouldBeFalse();

        string Header(string name) => answer.Headers.GetValues(name).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_service_cannot_weaken_the_security_headers()
    {
        await using var enrollment = await Backend.Start(app =>
            app.MapGet(
                "/loose",
                (HttpResponse response) =>
                {
                    response.Headers.XFrameOptions = "ALLOWALL";
                    response.Headers.XContentTypeOptions = "";
                }
            )
        );
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var answer = await gateway.Get("/enrollment/loose");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact]
    public async Task A_replica_that_is_not_ready_gets_no_requests_until_it_is()
    {
        await using var stays = await Backend.Start();
        await using var leaves = await Backend.Start();
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", stays.Address),
            ("Services:enrollment:http:1", leaves.Address),
            ("Cluster:HealthCheck:Active:Interval", "00:00:00.050")
        );

        leaves.Ready = false;
        await Until(async () => await RequestsTo(leaves) == 0);
        leaves.Ready = true;
        await Until(async () => await RequestsTo(leaves) > 0);

        async Task<int> RequestsTo(Backend backend)
        {
            var before = backend.Requests.Count;
            for (var i = 0; i < 20; i++)
                (await gateway.Get("/enrollment/echo")).StatusCode.ShouldBe(HttpStatusCode.OK);
            return backend.Requests.Count - before;
        }
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var started = Environment.TickCount64; !await holds(); )
            (Environment.TickCount64 - started).ShouldBeLessThan(20_000, "the condition was never met");
    }

    [Theory]
    [InlineData("Information")]
    [InlineData("Trace")]
    public async Task No_log_entry_contains_a_query_string_or_a_header_of_a_request(string level)
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", enrollment.Address),
            ("Logging:LogLevel:Default", level),
            ("Logging:LogLevel:Microsoft.AspNetCore", level),
            ("Logging:LogLevel:Yarp", level)
        );
        var lines = new LogLines();
        gateway.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        var request = gateway.Request(HttpMethod.Get, "/enrollment/echo?name=a-secret");
        request.Headers.Add("User-Agent", "a-secret");
        request.Headers.Add("X-Reason", "a-secret");
        (await gateway.Client.SendAsync(request)).EnsureSuccessStatusCode();
        await enrollment.DisposeAsync();
        (await gateway.Get("/enrollment/echo?name=a-secret")).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        lines.All.ShouldNotBeEmpty();
        lines.All.ShouldNotContain(line => line.Contains("a-secret"));
    }
}
