using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PeerNetwork.Testing;

namespace PeerNetwork.Gateway.Tests;

public class RetryTests
{
    [Fact]
    public async Task No_idempotent_request_fails_when_one_of_two_services_dies()
    {
        await using var stays = await Backend.Start();
        var dies = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(stays, dies);

        for (var i = 0; i < 100; i++)
        {
            if (i == 20)
                await dies.DisposeAsync();
            var method =
                i % 3 == 0 ? HttpMethod.Get
                : i % 3 == 1 ? HttpMethod.Put
                : HttpMethod.Post;
            var request = gateway.Request(method, $"/enrollment/echo/{i}");
            request.Headers.Add("Idempotency-Key", $"key-{i}");
            request.Content = method == HttpMethod.Get ? null : new StringContent($"body {i}");
            (await gateway.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK, $"call {i}");
        }

        dies.Requests.ShouldNotBeEmpty();
        stays
            .Requests.Concat(dies.Requests)
            .Where(seen => seen.Method != "GET")
            .ShouldAllBe(seen =>
                $"/echo/{Encoding.UTF8.GetString(seen.Body)}" == seen.Target.Replace("echo/", "echo/body ")
            );
    }

    [Fact]
    public async Task A_request_goes_to_an_unhealthy_replica_when_no_other_is_left()
    {
        await using var unhealthy = await Backend.Start();
        var dies = await Backend.Start();
        unhealthy.Ready = false;
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", unhealthy.Address),
            ("Services:enrollment:http:1", dies.Address),
            ("Cluster:HealthCheck:Active:Interval", "00:00:00.1")
        );
        await Eventually.Holds(async () =>
        {
            var before = unhealthy.Requests.Count;
            for (var i = 0; i < 10; i++)
                await gateway.Get("/enrollment/echo");
            return unhealthy.Requests.Count == before;
        });

        await dies.DisposeAsync();

        (await gateway.Get("/enrollment/echo")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_replica_that_fails_gets_no_more_requests()
    {
        await using var healthy = await Backend.Start();
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", healthy.Address),
            ("Services:enrollment:http:1", "http://127.0.0.1:1"),
            ("Cluster:HealthCheck:Active:Enabled", "false")
        );

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 100; i++)
        {
            using var request = gateway.Request(HttpMethod.Patch, "/enrollment/echo");
            statuses.Add((await gateway.Client.SendAsync(request)).StatusCode);
        }

        statuses.ShouldContain(HttpStatusCode.BadGateway, "requests that must not be sent twice failed at first");
        statuses.TakeLast(50).ShouldAllBe(status => status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", false, 3)]
    [InlineData("PUT", false, 3)]
    [InlineData("DELETE", false, 3)]
    [InlineData("POST", true, 3)]
    [InlineData("POST", false, 1)]
    [InlineData("PATCH", false, 1)]
    public async Task Only_idempotent_requests_are_sent_again_and_at_most_twice(string method, bool key, int times)
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var request = gateway.Request(new(method), "/enrollment/dies");
        if (key)
            request.Headers.Add("Idempotency-Key", "k");
        var answer = await gateway.Client.SendAsync(request);

        await answer.ShouldBeProblem(502, "bad-gateway");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        enrollment.Requests.Count.ShouldBe(times);
    }

    [Theory]
    [InlineData(1 << 20, true, 3)]
    [InlineData(1 << 20, false, 3)]
    [InlineData((1 << 20) + 1, true, 1)]
    [InlineData((1 << 20) + 1, false, 1)]
    [InlineData(5 << 20, true, 1)]
    public async Task A_body_up_to_1_MB_is_sent_again_whole(int size, bool chunked, int times)
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);
        var body = new byte[size];
        new Random(size).NextBytes(body);

        var request = gateway.Request(HttpMethod.Put, "/enrollment/dies");
        request.Content = new ByteArrayContent(body);
        request.Headers.TransferEncodingChunked = chunked;
        await gateway.Client.SendAsync(request);

        enrollment.Requests.Count.ShouldBe(times);
        enrollment.Requests.ShouldAllBe(seen => seen.Body.SequenceEqual(body));
    }

    [Fact]
    public async Task An_error_that_a_service_answers_is_not_retried()
    {
        await using var enrollment = await Backend.Start(app => app.MapGet("/busy", () => Results.StatusCode(503)));
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        (await gateway.Get("/enrollment/busy")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        enrollment.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_service_gets_the_request_once_and_the_client_a_timeout()
    {
        await using var enrollment = await Backend.Start(app =>
            app.MapGet("/slow", (CancellationToken gone) => Task.Delay(Timeout.Infinite, gone))
        );
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", enrollment.Address),
            ("Cluster:HttpRequest:ActivityTimeout", "00:00:01")
        );

        await (await gateway.Get("/enrollment/slow")).ShouldBeProblem(504, "timeout");
        enrollment.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_accepts_no_connection_does_not_fail_the_request()
    {
        // A listener that accepts nothing and whose queue is full: connecting to it hangs, as to a host that lost its
        // power.
        using var hole = new Socket(SocketType.Stream, ProtocolType.Tcp);
        hole.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        hole.Listen(0);
        var end = (IPEndPoint)hole.LocalEndPoint!;
        using var first = new TcpClient();
        await first.ConnectAsync(end);
        await using var stays = await Backend.Start();
        await using var gateway = GatewayHost.With(
            ("Services:enrollment:http:0", $"http://{end}"),
            ("Services:enrollment:http:1", stays.Address)
        );

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.Get("/enrollment/echo")));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
    }
}
