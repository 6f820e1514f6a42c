using System.Diagnostics;
using System.Globalization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>How long it takes to keep an answer optimal when one person comes, goes or changes.</summary>
internal static class LiveChanges
{
    /// <summary>Prints times per change and gives whether the answer at the end is that of a new run.</summary>
    public static bool Measure(CandidateGraph graph, Assignment solution, int changes)
    {
        var (random, started) = (new Random(1), Stopwatch.GetTimestamp());
        var live = LiveAssignment.From(graph, solution);
        var ready = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var times = new double[changes];
        for (var change = 0; change < changes; change++)
        {
            var before = Stopwatch.GetTimestamp();
            Change(live, graph, random, change % 6);
            times[change] = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        }
        Array.Sort(times);
        var now = live.Snapshot();
        var again = AssignmentSolver.Solve(now.Graph);
        var same =
            (live.Matched, live.TotalScore) == (again.Matched, again.TotalScore)
            && Certificate.Verify(now.Graph, now.Assignment).Holds;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"LIVE\tready after {ready:0} ms\t{changes} changes: p50 {times[changes / 2]:0.00} ms, p99 "
                    + $"{times[changes * 99 / 100]:0.00} ms, most {times[^1]:0.00} "
                    + $"ms\t{(same ? "as good as a new run" : "WORSE THAN A NEW RUN")}"
            )
        );
        return same;
    }

    /// <summary>Each kind in turn; who comes has the candidates of somebody who is there.</summary>
    private static void Change(LiveAssignment live, CandidateGraph graph, Random random, int kind)
    {
        var (mentee, mentor) = (random.Next(graph.MenteeCount), random.Next(graph.MentorCount));
        switch (kind)
        {
            case 0:
                live.RemoveMentee(mentee);
                break;
            case 1:
                live.AddMentee(Row(graph, mentee));
                break;
            case 2:
                live.ChangeMentee(
                    mentee,
                    [
                        .. Row(graph, mentee)
                            .Select(edge => (edge.Mentor, Math.Max(0, edge.Score - random.Next(100_000)))),
                    ]
                );
                break;
            case 3:
                live.RemoveMentor(mentor);
                break;
            case 4:
                live.AddMentor(
                    2,
                    [.. Enumerable.Range(0, 150).Select(_ => (random.Next(graph.MenteeCount), random.Next(1_000_001)))]
                );
                break;
            default:
                live.ChangeCapacity(mentor, random.Next(5));
                break;
        }
    }

    private static (int Mentor, int Score)[] Row(CandidateGraph graph, int mentee) =>
        [
            .. Enumerable
                .Range(graph.RowStart[mentee], graph.RowStart[mentee + 1] - graph.RowStart[mentee])
                .Select(edge => (graph.Mentor[edge], graph.Score[edge])),
        ];
}
