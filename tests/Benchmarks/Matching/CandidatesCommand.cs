using System.CommandLine;
using System.Diagnostics;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// How long it takes to find each mentee's best candidates, and whether they are what scoring every pair gives.
/// </summary>
internal static class CandidatesCommand
{
    private const int Sample = 40;

    private static readonly Option<int> Mentees = new("--mentees") { DefaultValueFactory = _ => 100_000 };
    private static readonly Option<int> Mentors = new("--mentors") { DefaultValueFactory = _ => 30_000 };
    private static readonly Option<int> Best = new("--best")
    {
        Description = "Candidates kept of each mentee.",
        DefaultValueFactory = _ => 50,
    };
    private static readonly Option<int> Threads = new("--threads")
    {
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };
    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1 };

    private static readonly Option<bool> Solve = new("--solve")
    {
        Description = "Then solve it, with the reasons for everybody.",
    };

    public static Command Create()
    {
        var command = new Command("candidates", "Each mentee's best candidates in a large cohort.")
        {
            Mentees,
            Mentors,
            Best,
            Threads,
            Seed,
            Solve,
        };
        command.SetAction(
            (parsed, ct) =>
            {
                var cohort = LargeCohort.Of(parsed.GetValue(Mentees), parsed.GetValue(Mentors), parsed.GetValue(Seed));
                var policy = new Policy
                {
                    Day = new DateOnly(2026, 11, 22),
                    CandidatesPerMentee = parsed.GetValue(Best),
                };
                var problem = Measure(cohort, policy, parsed.GetValue(Threads), ct);
                var right = Check(problem, cohort, policy, ct);
                if (parsed.GetValue(Solve))
                    right &= SolveAll(problem, ct);
                return Task.FromResult(right ? 0 : 1);
            }
        );
        return command;
    }

    private static MatchingProblem Measure(Cohort cohort, Policy policy, int threads, CancellationToken ct)
    {
        using var process = Process.GetCurrentProcess();
        var (started, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var problem = MatchingProblem.From(cohort, policy, threads, new Stages(), ct);
        process.Refresh();
        Console.WriteLine(
            $"{problem.Graph.MenteeCount} mentees x {problem.Graph.MentorCount} mentors, {problem.Graph.EdgeCount} "
                + $"candidates, {threads} threads: "
                + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, "
                + $"{(process.TotalProcessorTime - cpu).TotalSeconds:0.0} s of CPU, "
                + $"peak {process.PeakWorkingSet64 / 1048576} MB"
        );
        return problem;
    }

    private static bool SolveAll(MatchingProblem problem, CancellationToken ct)
    {
        using var process = Process.GetCurrentProcess();
        var (started, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var result = problem.Solve(new Stages(), ct);
        var (matched, unmatched) = (result.Matched, result.Unmatched.Count);
        process.Refresh();
        Console.WriteLine(
            $"{matched} matched, {unmatched} with a reason why not: "
                + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, "
                + $"{(process.TotalProcessorTime - cpu).TotalSeconds:0.0} s of CPU, peak "
                + $"{process.PeakWorkingSet64 / 1048576} MB. {result.Verify().Sentence}"
        );
        return result.Verify().Holds;
    }

    /// <summary>Some mentees alone with all mentors: without a limit every pair is scored.</summary>
    private static bool Check(MatchingProblem problem, Cohort cohort, Policy policy, CancellationToken ct)
    {
        var some = cohort.Mentees.Where((_, at) => at % Math.Max(1, cohort.Mentees.Count / Sample) == 0).ToArray();
        var every = MatchingProblem.From(
            cohort with
            {
                Mentees = some,
            },
            policy with
            {
                CandidatesPerMentee = null,
            },
            ct: ct
        );
        var right = some.Count(mentee =>
            problem
                .CandidatesOf(mentee.Id)
                .SequenceEqual(every.CandidatesOf(mentee.Id).Take(policy.CandidatesPerMentee!.Value))
        );
        Console.WriteLine(
            $"{right} of {some.Length} sampled mentees have exactly the candidates that scoring every pair gives."
        );
        return right == some.Length;
    }

    private sealed class Stages : IProgress<MatchingProgress>
    {
        private long _started = Stopwatch.GetTimestamp();
        private bool _searching;

        public void Report(MatchingProgress value)
        {
            if (_searching)
                return;
            _searching = true;
            Console.WriteLine($"prepared in {Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s");
            _started = 0;
        }
    }
}
