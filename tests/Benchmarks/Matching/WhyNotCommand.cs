using System.CommandLine;
using System.Diagnostics;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// How long a person waits who asks a stored run of a large cohort why they did not get another mentor.
/// </summary>
internal static class WhyNotCommand
{
    private static readonly Option<int> Mentees = new("--mentees") { DefaultValueFactory = _ => 100_000 };
    private static readonly Option<int> Mentors = new("--mentors") { DefaultValueFactory = _ => 30_000 };
    private static readonly Option<int> Questions = new("--questions") { DefaultValueFactory = _ => 400 };
    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("why-not", "Why two people of a large stored run were not matched.")
        {
            Mentees,
            Mentors,
            Questions,
            Seed,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var seed = parsed.GetValue(Seed);
                var cohort = LargeCohort.Of(parsed.GetValue(Mentees), parsed.GetValue(Mentors), seed);
                var policy = new Policy { Day = new DateOnly(2026, 11, 22), CandidatesPerMentee = 50 };
                await using var servers = new Servers();
                await using var run = await RecordedRun.Open(await servers.Database(), ct);
                var started = Stopwatch.GetTimestamp();
                await run.Store(cohort, policy, MatchingProblem.From(cohort, policy, ct: ct).Solve(ct: ct), ct);
                Console.WriteLine(
                    $"{cohort.Mentees.Count:n0} mentees x {cohort.Mentors.Count:n0} mentors, solved and stored in "
                        + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"
                );
                await Ask(run, cohort, parsed.GetValue(Questions), new(seed), ct);
            }
        );
        return command;
    }

    /// <summary>The first questions compile the code; they are not counted.</summary>
    private static async Task Ask(RecordedRun run, Cohort cohort, int questions, Random random, CancellationToken ct)
    {
        const int WarmUp = 40;
        var times = new List<double>();
        for (var asked = 0; asked < questions + WarmUp; asked++)
        {
            var pair = new Pair(
                cohort.Mentees[random.Next(cohort.Mentees.Count)].Id,
                cohort.Mentors[random.Next(cohort.Mentors.Count)].Id
            );
            var time = await run.ExplainWhyNot(pair, ct);
            if (asked >= WarmUp)
                times.Add(time.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(
            $"{times.Count:n0} questions   median {times[times.Count / 2]:0} ms   "
                + $"p95 {times[times.Count * 95 / 100]:0} ms   max {times[^1]:0} ms"
        );
    }
}
