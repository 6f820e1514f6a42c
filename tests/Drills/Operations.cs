using System.Net.Http.Headers;
using System.Text.Json;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.Drills;

/// <summary>What operators do with a running installation: by its tools, its operations pages and its broker.</summary>
internal static class Operations
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(10) };

    public static Task<(int ExitCode, string Output)> Tool(this Installation platform, params string[] arguments)
    {
        platform.WriteState();
        return ToolProcess.Run(platform.Folder, arguments);
    }

    /// <summary>Runs a command of the tools, and throws with its output where it fails.</summary>
    public static async Task<string> MustTool(this Installation platform, params string[] arguments)
    {
        var (code, output) = await platform.Tool(arguments);
        return code == 0
            ? output
            : throw new DrillFailedException($"`{string.Join(' ', arguments)}` failed:\n{output}");
    }

    /// <summary>A request of an overseer to one replica.</summary>
    public static async Task<JsonElement> Operate(
        this Installation platform,
        PlatformProcess replica,
        HttpMethod method,
        string path
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(replica.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await platform.TokenOf("overseer", ["overseer"], ["*"])
        );
        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(body)
            : throw new DrillFailedException($"{replica.Name} answers {(int)answer.StatusCode} to {path}: {body}");
    }

    /// <summary>Runs a demo without the matching desk.</summary>
    /// <returns>The last line of its output, which says that all totals agree.</returns>
    public static async Task<string> RunDemo(this Installation platform, int applicants) =>
        (await platform.MustTool("demo", "--applicants", $"{applicants}", "--cohort", "0")).Trim().Split('\n')[^1];

    /// <summary>Waits until relays and projections of all services have handled all events.</summary>
    public static Task HasCaughtUp(this Installation platform) =>
        Eventually.Holds(
            async () => (await Task.WhenAll(Programs.Services.Select(platform.LagOf))).All(lag => lag == 0),
            "relays and projections to catch up",
            TimeSpan.FromMinutes(10)
        );

    /// <summary>How many events the relay or projection that is furthest behind has not handled yet.</summary>
    private static async Task<long> LagOf(this Installation platform, string service) =>
        (await platform.Operate(platform.ReplicasOf(service).First(), HttpMethod.Get, "operations/shards"))
            .EnumerateArray()
            .Max(shard => shard.GetProperty("lag").GetInt64());

    /// <summary>What RabbitMQ's management API answers.</summary>
    public static async Task<JsonElement> AskBroker(this Installation platform, string path)
    {
        using var request = RabbitMqManagement.Request(HttpMethod.Get, platform.RabbitMq.Management, path);
        using var answer = await Http.SendAsync(request);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The queues of all consumers, with the messages that wait in them.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> Queues(this Installation platform) =>
        (await platform.AskBroker("api/queues"))
            .EnumerateArray()
            .Where(queue => queue.GetProperty("type").GetString() == "quorum")
            .ToDictionary(
                queue => queue.GetProperty("name").GetString()!,
                queue => queue.TryGetProperty("messages", out var messages) ? messages.GetInt64() : 0
            );

    public static Task HasQueues(this Installation platform, IEnumerable<string> names) =>
        Eventually.Holds(
            async () => names.All((await platform.Queues()).ContainsKey),
            "all queues to be declared",
            TimeSpan.FromMinutes(3)
        );

    /// <summary>Has each service publish all its events again.</summary>
    public static async Task SetRelaysBack(this Installation platform, Report report)
    {
        foreach (var service in Programs.Services)
        {
            var from = await platform.Operate(
                platform.ReplicasOf(service).First(),
                HttpMethod.Post,
                "operations/relay/replay"
            );
            report.Say($"{service}: the relay publishes again from event {from.GetProperty("from")}.");
        }
    }
}
