using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Benchmarks.Portals;

/// <summary>The platform with the demo company, and the portal in two replicas.</summary>
internal sealed class PortalPlatform : IAsyncDisposable
{
    /// <summary>An employee of the demo company.</summary>
    public const string Subject = "100190";

    private static readonly string[] BehindPages =
    [
        "enrollment/me",
        "enrollment/programs",
        "enrollment/applications/mine",
        "engagement/me/mentorships",
        "matching/matches/mine",
    ];

    private static readonly string[] Replicas = ["portal", "portal-2"];

    private readonly AppHostProcess _app = new(
        new Dictionary<string, string> { ["Replicas__portal"] = $"{Replicas.Length}" }
    );

    public Uri Gateway => _app.Gateway;

    public static async Task<PortalPlatform> Start(int company)
    {
        var portal = new PortalPlatform();
        await portal._app.Start("--company", $"{company}");
        await Eventually.Holds(
            () => Task.FromResult(portal.Resource("load-company") is { State: "Finished", Healthy: true }),
            "the demo company to be loaded",
            TimeSpan.FromMinutes(15)
        );
        return portal;
    }

    /// <summary>Resident memory of the replicas of the portal together, in bytes.</summary>
    public long Memory() =>
        Replicas.Sum(replica =>
        {
            using var process = Process.GetProcessById(Resource(replica).ProcessId!.Value);
            return process.WorkingSet64;
        });

    /// <summary>
    /// Kills the replicas one after the other, and waits each time until the killed one has come back.
    /// </summary>
    /// <param name="killed">Called at once after each kill.</param>
    public async Task KillEach(Func<Task> killed)
    {
        foreach (var replica in Replicas)
        {
            var before = Resource(replica);
            AppHostProcess.Kill(before, entireTree: false);
            await killed();
            await Eventually.Holds(
                () =>
                    Task.FromResult(
                        Resource(replica) is { Healthy: true, ProcessId: { } now } && now != before.ProcessId
                    ),
                $"{replica} to be back"
            );
        }
    }

    /// <summary>The requests of the pages, one after the other through the gateway.</summary>
    /// <returns>The milliseconds of each.</returns>
    public async Task<IReadOnlyList<double>> TimeApi(int requests)
    {
        using var client = new HttpClient { BaseAddress = Gateway };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token(client));
        var times = new List<double>();
        for (var n = 0; n < requests; n++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(BehindPages[n % BehindPages.Length]);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<string> Token(HttpClient client)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "peernetwork-tools",
            ["subject"] = Subject,
            ["roles"] = "employee",
        };
        using var content = new FormUrlEncodedContent(form);
        using var answer = await client.PostAsync(new Uri(Resource("identity").Url!, "connect/token"), content);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private LocalServers.ResourceStatus Resource(string name) => _app.Resources().Single(r => r.Name == name);
}
