namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// Stable matchings, of both variants, each in a process of its own, and beside them deferred acceptance in C++ on the
/// same files in the same run.
/// </summary>
internal static class StableTable
{
    public static readonly string[] Every = ["s1k", "m10k", "l50k", "x100k"];

    public static async Task Print(Workshop workshop, string[] names, bool withPeers, CancellationToken ct)
    {
        if (withPeers)
            await workshop.BuildPeer("gs_hr", ct);
        Console.WriteLine(
            "| cohort | who proposes | matched | mentees' total score | CPU s | peak MB | blocking pairs |"
                + (withPeers ? " C++ CPU s | ours to C++ |" : "")
        );
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|" + (withPeers ? "---:|---:|" : ""));
        foreach (var name in names)
        {
            var file = await workshop.Instance(name, ct);
            foreach (var side in new[] { "mentee", "mentor" })
                await Row(workshop, file, side, withPeers, ct);
        }
    }

    private static async Task Row(Workshop workshop, string file, string side, bool withPeers, CancellationToken ct)
    {
        var rev = Path.ChangeExtension(file, ".rev");
        string[] variant = side == "mentor" ? ["--mentors-propose"] : [];
        // In turns, so that a busy spell of the machine meets both; the median of three counts.
        var (ours, peers) = (new List<SolverRun>(), new List<SolverRun>());
        for (var turn = 0; turn < 3; turn++)
        {
            var run = await workshop.Ours(["match-stable", file, rev, .. variant], ct);
            ours.Add(run ?? throw new InvalidOperationException($"{file} has no stable result."));
            if (withPeers && await workshop.Peer("gs_hr", [side, file, rev], ct) is { } peer)
                peers.Add(peer);
        }
        var mine = MatchTableCommand.Median(ours);
        var line =
            $"| {Path.GetFileNameWithoutExtension(file)} | {side}s | {mine.Matched} | {mine.Total} | "
            + $"{mine.Cpu:0.000} | {mine.PeakKilobytes / 1024} | {mine.BlockingPairs} |";
        var theirs = peers is [] ? null : MatchTableCommand.Median(peers);
        var beside = $" {MatchTableCommand.Say(theirs?.Cpu)} | {MatchTableCommand.Say(mine.Cpu / theirs?.Cpu)} |";
        Console.WriteLine(line + (withPeers ? beside : ""));
        if (theirs is not null && (theirs.Matched, theirs.Total) != (mine.Matched, mine.Total))
            Console.WriteLine($"{theirs.Solver} found {theirs.Matched} matched with a total of {theirs.Total}");
    }
}
