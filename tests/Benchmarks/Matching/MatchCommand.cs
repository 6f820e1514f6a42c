using System.CommandLine;
using System.Diagnostics;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>Solves one cohort and says what it took.</summary>
internal static class MatchCommand
{
    private static readonly Argument<FileInfo> Instance = new("instance") { Description = "A cohort in text." };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "Where the pairs go." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Cold = new("--cold")
    {
        Description = "Without letting the compiler see a small cohort first, as a process that solves once and ends.",
    };

    private static readonly Option<int> Changes = new("--changes")
    {
        Description = "So many people come, go or change afterwards, one at a time, without a new run.",
    };

    public static Command Create()
    {
        var command = new Command("match", "Solves a cohort exactly and verifies the certificate.")
        {
            Instance,
            Out,
            Threads,
            Cold,
            Changes,
        };
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(Cold))
                WarmUp();
            return Solve(
                parsed.GetRequiredValue(Instance),
                parsed.GetValue(Out),
                parsed.GetValue(Threads),
                parsed.GetValue(Changes)
            );
        });
        return command;
    }

    private static int Solve(FileInfo instance, FileInfo? solutionFile, int threads, int changes)
    {
        var before = ResidentKilobytes();
        var reading = Stopwatch.GetTimestamp();
        var graph = InstanceFile.Read(instance.FullName);
        var read = Stopwatch.GetElapsedTime(reading).TotalSeconds;

        var solved = Effort.Of(() => AssignmentSolver.Solve(graph, threads: threads), out var solution);
        var peak = PeakKilobytes();
        var verified = Effort.Of(() => Certificate.Verify(graph, solution), out var verdict);

        var name = Path.GetFileNameWithoutExtension(instance.Name);
        Console.WriteLine(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"RESULT\tpeernetwork\t{name}\t{solution.Matched}\t{solution.TotalScore}\t"
                    + $"{read:0.0000}\t{solved.Wall:0.0000}\t{solved.Cpu:0.0000}\t{before}\t{peak}"
            )
        );
        Console.WriteLine(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"CERTIFICATE\t{(verdict.Holds ? "holds" : "REFUTED")}\t{verified.Cpu:0.0000}\t{verdict.Sentence}"
            )
        );
        if (solutionFile is not null)
            InstanceFile.WriteSolution(solutionFile.FullName, graph, solution);
        return verdict.Holds && (changes == 0 || LiveChanges.Measure(graph, solution, changes)) ? 0 : 1;
    }

    /// <summary>
    /// A service that has run a while has its solver compiled with what it learned; a first small cohort does the same
    /// here.
    /// </summary>
    private static void WarmUp()
    {
        var random = new Random(1);
        var start = Enumerable.Range(0, 2001).Select(mentee => mentee * 30).ToArray();
        var graph = new CandidateGraph(
            [.. Enumerable.Range(0, 600).Select(_ => random.Next(1, 5))],
            start,
            [.. Enumerable.Range(0, 60_000).Select(_ => random.Next(600))],
            [.. Enumerable.Range(0, 60_000).Select(_ => random.Next(1_000_001))]
        );
        Effort.WarmUp(() => Certificate.Verify(graph, AssignmentSolver.Solve(graph)));
    }

    public static long ResidentKilobytes() => Environment.WorkingSet / 1024;

    public static long PeakKilobytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1024;
    }
}
