using System.Text.RegularExpressions;

namespace PeerNetwork.Testing;

/// <summary>
/// The metrics that dashboards and alerts may use, with their labels: the tables in
/// <c>deploy/operations/metrics.md</c>.
/// </summary>
public static partial class MetricsTable
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "operations");

    /// <summary>What the services emit.</summary>
    public static IReadOnlyDictionary<string, string[]> Own { get; } = Read("From the services");

    /// <summary>The labels that all of these have.</summary>
    public static IReadOnlyList<string> ResourceLabels { get; } = ["service_name", "service_instance_id"];

    /// <summary>What RabbitMQ, PostgreSQL and Kubernetes emit by exporters of their own.</summary>
    public static IReadOnlyDictionary<string, string[]> Foreign { get; } = Read("From others");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code { get; }

    private static Dictionary<string, string[]> Read(string heading) =>
        File.ReadLines(Path.Combine(Folder, "metrics.md"))
            .SkipWhile(line => line != $"## {heading}")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|').Skip(1).Take(2).Select(Names).ToArray())
            .ToDictionary(cells => cells[0].Single(), cells => cells[1]);

    private static string[] Names(string cell) => [.. Code.Matches(cell).Select(code => code.Groups[1].Value)];
}
