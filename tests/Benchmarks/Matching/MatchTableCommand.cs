using System.CommandLine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// All cohorts, each solved in a process of its own, and beside them other solvers on the same files in the same run.
/// </summary>
internal static class MatchTableCommand
{
    private static readonly string[] Every = ["s1k", "m10k", "m10k-loose", "d3k", "l50k", "x100k", "x100k-loose"];

    private static readonly Option<string[]> Names = new("--instances")
    {
        Description = "Names for the generator of cohorts, or files; without any, those of the mode.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Mode = new("--mode")
    {
        Description = "What is computed: assignment, stable, peers or groups.",
        DefaultValueFactory = _ => "assignment",
    };

    private static readonly Option<DirectoryInfo?> Folder = new("--peers-folder")
    {
        Description =
            "Where the generator and the other solvers are; otherwise a folder shared/peers/matching beside or above "
            + "this one.",
    };
    private static readonly Option<bool> Peers = new("--peers")
    {
        Description = "Build and run solvers of others, too: LEMON, SciPy, deferred acceptance in C++.",
    };
    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "Seconds after which another solver is stopped.",
        DefaultValueFactory = _ => 120,
    };

    public static Command Create()
    {
        var command = new Command("match-table", "Solves cohorts of many sizes, beside other solvers if asked.")
        {
            Mode,
            Names,
            Folder,
            Peers,
            Limit,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                using var workshop = new Workshop(
                    parsed.GetValue(Folder),
                    TimeSpan.FromSeconds(parsed.GetValue(Limit))
                );
                var (names, peers) = (parsed.GetValue(Names), parsed.GetValue(Peers));
                switch (parsed.GetValue(Mode))
                {
                    case "assignment":
                        await Print(workshop, names is null or [] ? Every : names, peers, ct);
                        return 0;
                    case "stable":
                        await StableTable.Print(workshop, names is null or [] ? StableTable.Every : names, peers, ct);
                        return 0;
                    case "peers":
                        await PeerTable.Print(workshop, names is null or [] ? PeerTable.Every : names, peers, ct);
                        return 0;
                    case "groups":
                        return GroupTable.Print(names is null or [] ? GroupTable.Every : names);
                    default:
                        Console.Error.WriteLine("--mode is assignment, stable, peers or groups.");
                        return 1;
                }
            }
        );
        return command;
    }

    private static async Task Print(Workshop workshop, string[] names, bool withPeers, CancellationToken ct)
    {
        if (withPeers)
            await workshop.BuildPeer("lemon_mcf", ct);
        Console.WriteLine(
            "| cohort | matched | total score | CPU s | verify s | peak MB | bytes per edge |"
                + (withPeers ? " LEMON CPU s | ours to LEMON | SciPy CPU s |" : "")
        );
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|" + (withPeers ? "---:|---:|---:|" : ""));
        foreach (var name in names)
            await Row(workshop, name, withPeers, ct);
    }

    private static async Task Row(Workshop workshop, string name, bool withPeers, CancellationToken ct)
    {
        var file = await workshop.Instance(name, ct);
        var (mine, lemon, all) = await Workshop.InTurns(
            file,
            () => workshop.Ours(file, ct),
            withPeers ? () => workshop.Lemon(file, ct) : null
        );
        var scipy = withPeers ? await workshop.SciPy(file, ct) : null;
        var edges = Workshop.EdgesOf(file);
        var line =
            $"| {Path.GetFileNameWithoutExtension(file)} | {mine.Matched} | {mine.Total} | {mine.Cpu:0.000} | "
            + $"{mine.Verified:0.000} | {mine.PeakKilobytes / 1024} | "
            + $"{1024.0 * (mine.PeakKilobytes - mine.BeforeKilobytes) / edges:0.0} |";
        var beside = $" {Say(lemon?.Cpu)} | {Say(mine.Cpu / lemon?.Cpu)} | {Say(scipy?.Cpu)} |";
        Console.WriteLine(line + (withPeers ? beside : ""));
        SayWhatDiffers(mine, [.. all, scipy]);
    }

    /// <summary>Runs of other solvers that found something else say what.</summary>
    public static void SayWhatDiffers(SolverRun mine, IReadOnlyList<SolverRun?> others)
    {
        foreach (var other in others.OfType<SolverRun>())
        {
            if ((other.Matched, other.Total) != (mine.Matched, mine.Total))
                Console.WriteLine($"{other.Solver} found {other.Matched} matched with a total of {other.Total}");
        }
    }

    public static string Say(double? number) =>
        number is { } known ? known.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture) : "–";
}
