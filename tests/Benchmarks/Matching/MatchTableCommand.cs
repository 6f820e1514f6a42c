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
        Description = "What is computed: assignment, stable or peers.",
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
                    default:
                        Console.Error.WriteLine("--mode is assignment, stable or peers.");
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
        // In turns, so that a busy spell of the machine meets both; the median of three counts.
        var (ours, lemon) = (new List<SolverRun>(), new List<SolverRun>());
        for (var turn = 0; turn < 3; turn++)
        {
            ours.Add(await workshop.Ours(file, ct) ?? throw new InvalidOperationException($"{name} was not solved."));
            if (withPeers && await workshop.Lemon(file, ct) is { } run)
                lemon.Add(run);
        }
        var scipy = withPeers ? await workshop.SciPy(file, ct) : null;
        var mine = Median(ours);
        var edges = Workshop.EdgesOf(file);
        var line =
            $"| {Path.GetFileNameWithoutExtension(file)} | {mine.Matched} | {mine.Total} | {mine.Cpu:0.000} | "
            + $"{mine.Verified:0.000} | {mine.PeakKilobytes / 1024} | "
            + $"{1024.0 * (mine.PeakKilobytes - mine.BeforeKilobytes) / edges:0.0} |";
        var beside =
            $" {Say(lemon is [] ? null : Median(lemon).Cpu)} | "
            + $"{Say(lemon is [] ? null : mine.Cpu / Median(lemon).Cpu)} | {Say(scipy?.Cpu)} |";
        Console.WriteLine(line + (withPeers ? beside : ""));
        foreach (
            var other in lemon
                .Append(scipy)
                .OfType<SolverRun>()
                .Where(other => (other.Matched, other.Total) != (mine.Matched, mine.Total))
        )
            Console.WriteLine($"{other.Solver} found {other.Matched} matched with a total of {other.Total}");
    }

    public static SolverRun Median(List<SolverRun> runs) => runs.OrderBy(run => run.Cpu).ElementAt(runs.Count / 2);

    public static string Say(double? number) =>
        number is { } known ? known.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture) : "–";
}
