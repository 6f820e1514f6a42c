using System.CommandLine;
using System.Net.Http.Headers;
using PeerNetwork.Testing;

namespace PeerNetwork.Benchmarks.Gateways;

/// <summary>
/// What a request costs on its way through our gateway, beside a bare YARP and nginx before the same backend.
/// </summary>
internal static class GatewayCommand
{
    private const int Sessions = 16;

    private static readonly Option<int> Requests = new("--requests")
    {
        Description = "How many requests each proxy gets in a round.",
        DefaultValueFactory = _ => 20_000,
    };
    private static readonly Option<int> WarmUp = new("--warm-up")
    {
        Description = "How many requests each proxy gets before, while the runtime still compiles.",
        DefaultValueFactory = _ => 100_000,
    };
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each proxy has its turn.",
        DefaultValueFactory = _ => 3,
    };

    public static Command Create()
    {
        var command = new Command("gateway", "The CPU time of a request at the gateway.") { Requests, Rounds, WarmUp };
        command.SetAction(
            async (parsed, ct) =>
            {
                await using var backend = await ProxyProcess.Backend();
                await using var provider = await TestProvider.Start();
                var proxies = new List<ProxyProcess>();
                try
                {
                    proxies.AddRange([
                        await ProxyProcess.BareYarp(backend),
                        await ProxyProcess.OurGateway(backend, provider),
                    ]);
                    if (await ProxyProcess.Nginx(backend) is { } nginx)
                        proxies.Add(nginx);
                    else
                        Console.WriteLine("nginx is not installed: left out (apt-get install nginx-light).");
                    foreach (var proxy in proxies)
                        await Load(proxy, parsed.GetValue(WarmUp), ct);
                    await Compare(proxies, parsed.GetValue(Requests), parsed.GetValue(Rounds), ct);
                }
                finally
                {
                    foreach (var proxy in proxies)
                        await proxy.DisposeAsync();
                }
            }
        );
        return command;
    }

    private static async Task Compare(List<ProxyProcess> proxies, int requests, int rounds, CancellationToken ct)
    {
        var costs = proxies.ToDictionary(p => p.Name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
            foreach (var proxy in proxies)
                costs[proxy.Name].Add(await Load(proxy, requests, ct));
        var bare = costs[proxies[0].Name];
        foreach (var proxy in proxies)
        {
            var ratio = Pace.Median(costs[proxy.Name].Zip(bare, (cost, floor) => cost / floor));
            Console.WriteLine(
                $"{proxy.Name, -22} {Pace.Median(costs[proxy.Name]), 8:0.0} us of CPU for a request   "
                    + $"{ratio, 5:0.00} x bare YARP"
            );
        }
    }

    /// <returns>Microseconds of the proxy's CPU time for each request.</returns>
    private static async Task<double> Load(ProxyProcess proxy, int requests, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = proxy.Address };
        // A person for each session, who sends the same token with each request.
        var tokens = Enumerable
            .Range(0, Sessions)
            .Select(_ => TestTokens.For(Guid.CreateVersion7(), ["coordinator"], ["DE-01"]))
            .ToArray();
        var before = proxy.CpuTime;
        await Parallel.ForEachAsync(
            tokens,
            new ParallelOptions { MaxDegreeOfParallelism = Sessions, CancellationToken = ct },
            async (token, ct) =>
            {
                for (var n = 0; n < requests / Sessions; n++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "enrollment/people?limit=3");
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                    using var answer = await http.SendAsync(request, ct);
                    answer.EnsureSuccessStatusCode();
                }
            }
        );
        return (proxy.CpuTime - before).TotalMicroseconds / requests;
    }
}
