using System.Net;
using Microsoft.AspNetCore.Builder;

namespace PeerNetwork.Gateway.Tests;

public class RateLimitTests
{
    private static readonly (string, string)[] BurstOfThree = [("RateLimit:Burst", "3"), ("RateLimit:PerSecond", "1")];

    [Fact]
    public async Task A_client_above_its_limit_waits_and_the_others_do_not()
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.With([
            ("Services:enrollment:http:0", enrollment.Address),
            .. BurstOfThree,
        ]);
        var (fast, slow) = (Guid.NewGuid(), Guid.NewGuid());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.Get("/enrollment/echo", fast)));

        var refused = answers.Where(a => a.StatusCode != HttpStatusCode.OK).ToArray();
        refused.Length.ShouldBeGreaterThan(10);
        await refused[0].ShouldBeProblem(429, "too-many-requests");
        refused[0].Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        refused[0].Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await gateway.Get("/enrollment/echo", slow)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Behind_an_ingress_each_client_has_its_own_bucket(bool isBehindIngress)
    {
        await using var gateway = GatewayHost.With([
            ("ForwardedHeaders_Enabled", $"{isBehindIngress}"),
            .. BurstOfThree,
        ]);

        // What the client itself claims stands before what the ingress adds.
        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(n =>
                    gateway.Client.SendAsync(
                        new(HttpMethod.Get, "/enrollment/echo")
                        {
                            Headers = { { "X-Forwarded-For", $"203.0.113.9, 198.51.100.{n}" } },
                        }
                    )
                )
        );

        var refused = answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        if (isBehindIngress)
            refused.ShouldBe(0);
        else
            refused.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Anonymous_requests_share_the_bucket_of_their_address_and_probes_have_none()
    {
        await using var gateway = GatewayHost.With(BurstOfThree);

        var guesses = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    gateway.Client.SendAsync(
                        new(HttpMethod.Get, "/enrollment/echo")
                        {
                            Headers = { Authorization = GatewayHost.Bearer($"guess.{i}.x") },
                        }
                    )
                )
        );
        var probes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.Client.GetAsync("/health/live")));

        guesses.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(10);
        probes.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_have_a_limit_of_their_own_because_an_office_shares_an_address()
    {
        await using var portal = await Backend.Start(app => app.Map("/{**rest}", () => "page"));
        await using var gateway = GatewayHost.With([
            ("Services:portal:http:0", portal.Address),
            .. BurstOfThree,
            ("RateLimit:PagesBurst", "20"),
            ("RateLimit:PagesPerSecond", "1"),
        ]);

        var pages = await Load(20);
        var more = await Load(20);

        pages.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        more.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(10);

        Task<HttpResponseMessage[]> Load(int count) =>
            Task.WhenAll(Enumerable.Range(0, count).Select(_ => gateway.Client.GetAsync("/programs")));
    }
}
