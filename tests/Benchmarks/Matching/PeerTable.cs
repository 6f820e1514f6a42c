using System.Globalization;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// Reciprocal peers, each graph solved in a process of its own, beside LEMON's general matching if asked.
/// </summary>
internal static class PeerTable
{
    private static readonly string[] Every = ["p1k", "p10k", "p50k"];

    public static async Task Print(Workshop workshop, string[] names, bool withPeers, CancellationToken ct)
    {
        Console.WriteLine(
            "| cohort | pairs | total score | CPU s | peak MB |" + (withPeers ? " LEMON CPU s | ours to LEMON |" : "")
        );
        Console.WriteLine("|---|---:|---:|---:|---:|" + (withPeers ? "---:|---:|" : ""));
        foreach (var name in names is [] ? Every : names)
            await Row(workshop, name, withPeers, ct);
    }

    private static async Task Row(Workshop workshop, string name, bool withPeers, CancellationToken ct)
    {
        var file = await workshop.Instance(name, ct);
        // In turns, so that a busy spell of the machine meets both; the median of three counts.
        var (ours, lemon) = (new List<SolverRun>(), new List<SolverRun>());
        for (var turn = 0; turn < 3; turn++)
        {
            ours.Add(
                await workshop.Ours(file, "peers", ct) ?? throw new InvalidOperationException($"{name} was not solved.")
            );
            if (withPeers && await workshop.LemonGeneral(file, ct) is { } run)
                lemon.Add(run);
        }
        var mine = SolverRun.Median(ours);
        var beside = lemon is [] ? null : SolverRun.Median(lemon);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileNameWithoutExtension(file)} | {mine.Matched} | {mine.Total} | {mine.Cpu:0.000} | "
                + $"{mine.PeakKilobytes / 1024} |"
        );
        var other = beside is null
            ? " – | – |"
            : string.Create(CultureInfo.InvariantCulture, $" {beside.Cpu:0.000} | {mine.Cpu / beside.Cpu:0.000} |");
        Console.WriteLine(line + (withPeers ? other : ""));
        // LEMON maximises the total score alone, so it may find fewer pairs.
        if (beside is not null && (beside.Matched, beside.Total) != (mine.Matched, mine.Total))
            Console.WriteLine($"{beside.Solver} found {beside.Matched} pairs with a total of {beside.Total}");
    }
}
