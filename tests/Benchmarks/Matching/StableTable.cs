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
        var (mine, theirs, all) = await Workshop.InTurns(
            file,
            () => workshop.Ours(["match-stable", file, rev, .. variant], ct),
            withPeers ? () => workshop.Peer("gs_hr", [side, file, rev], ct) : null
        );
        var line =
            $"| {Path.GetFileNameWithoutExtension(file)} | {side}s | {mine.Matched} | {mine.Total} | "
            + $"{mine.Cpu:0.000} | {mine.PeakKilobytes / 1024} | {mine.BlockingPairs} |";
        var beside = $" {MatchTableCommand.Say(theirs?.Cpu)} | {MatchTableCommand.Say(mine.Cpu / theirs?.Cpu)} |";
        Console.WriteLine(line + (withPeers ? beside : ""));
        MatchTableCommand.SayWhatDiffers(mine, all);
    }
}
