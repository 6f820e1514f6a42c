namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// Reciprocal peers, each graph solved in a process of its own, beside LEMON's general matching if asked.
/// </summary>
internal static class PeerTable
{
    public static readonly string[] Every = ["p1k", "p10k", "p50k"];

    public static async Task Print(Workshop workshop, string[] names, bool withPeers, CancellationToken ct)
    {
        if (withPeers)
            await workshop.BuildPeer("general", ct);
        Console.WriteLine(
            "| cohort | pairs | total score | CPU s | peak MB |" + (withPeers ? " LEMON CPU s | ours to LEMON |" : "")
        );
        Console.WriteLine("|---|---:|---:|---:|---:|" + (withPeers ? "---:|---:|" : ""));
        foreach (var name in names)
            await Row(workshop, name, withPeers, ct);
    }

    private static async Task Row(Workshop workshop, string name, bool withPeers, CancellationToken ct)
    {
        var file = await workshop.Instance(name, ct);
        // In turns, so that a busy spell of the machine meets both; the median of three counts.
        var (ours, lemon) = (new List<SolverRun>(), new List<SolverRun>());
        for (var turn = 0; turn < 3; turn++)
        {
            var run = await workshop.Ours(["match-peers", file], ct);
            ours.Add(run ?? throw new InvalidOperationException($"{name} was not solved."));
            if (withPeers && await workshop.Peer("general", ["lemon-mwm", file], ct) is { } other)
                lemon.Add(other);
        }
        var mine = MatchTableCommand.Median(ours);
        var theirs = lemon is [] ? null : MatchTableCommand.Median(lemon);
        var line =
            $"| {Path.GetFileNameWithoutExtension(file)} | {mine.Matched} | {mine.Total} | "
            + $"{MatchTableCommand.Say(mine.Cpu)} | {mine.PeakKilobytes / 1024} |";
        var beside = $" {MatchTableCommand.Say(theirs?.Cpu)} | {MatchTableCommand.Say(mine.Cpu / theirs?.Cpu)} |";
        Console.WriteLine(line + (withPeers ? beside : ""));
        // LEMON maximises the total score alone, so it may find fewer pairs.
        if (theirs is not null && (theirs.Matched, theirs.Total) != (mine.Matched, mine.Total))
            Console.WriteLine($"{theirs.Solver} found {theirs.Matched} pairs with a total of {theirs.Total}");
    }
}
