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
        var (mine, theirs, all) = await Workshop.InTurns(
            file,
            () => workshop.Ours(["match-peers", file], ct),
            withPeers ? () => workshop.Peer("general", ["lemon-mwm", file], ct) : null
        );
        var line =
            $"| {Path.GetFileNameWithoutExtension(file)} | {mine.Matched} | {mine.Total} | "
            + $"{MatchTableCommand.Say(mine.Cpu)} | {mine.PeakKilobytes / 1024} |";
        var beside = $" {MatchTableCommand.Say(theirs?.Cpu)} | {MatchTableCommand.Say(mine.Cpu / theirs?.Cpu)} |";
        Console.WriteLine(line + (withPeers ? beside : ""));
        // LEMON maximises the total score alone, so it may find fewer pairs.
        MatchTableCommand.SayWhatDiffers(mine, all);
    }
}
