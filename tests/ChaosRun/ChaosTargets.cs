namespace PeerNetwork.ChaosRun;

/// <summary>What may be killed: each process of the platform, or all of them at once.</summary>
public static class ChaosTargets
{
    public const string Everything = "everything";

    public static readonly IReadOnlyList<string> Servers = ["rabbitmq", "postgres"];
    public static readonly IReadOnlyList<string> Services = ["enrollment", "matching", "engagement", "analytics"];

    private static readonly string[] All = [.. Services, "gateway", .. Servers, Everything];

    /// <summary>All targets in a random order, then all in another, until there are enough.</summary>
    public static IReadOnlyList<string> Choose(int kills, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, kills / All.Length + 1)
                .SelectMany(_ => All.OrderBy(_ => random.Next()).ToArray())
                .Take(kills),
        ];
    }
}
