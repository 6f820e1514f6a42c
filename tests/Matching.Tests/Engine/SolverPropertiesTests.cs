using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>
/// What holds for any graph; where it does not, FsCheck shows the smallest one it finds and the seed.
/// </summary>
public class SolverPropertiesTests
{
    [Fact]
    public void Nothing_that_can_be_chosen_is_better() =>
        Holds(
            500,
            Tiny,
            graph =>
            {
                var solution = AssignmentSolver.Solve(graph);
                var best = Graphs.EveryChoice(graph).Select(chosen => Graphs.Worth(graph, chosen)).Max();
                return (solution.Matched, solution.TotalScore) == best && Graphs.Worth(graph, solution.Edges) == best;
            }
        );

    [Fact]
    public void The_certificate_proves_every_answer() =>
        Holds(
            300,
            Gen.OneOf(Tiny, Large),
            graph => Certificate.Verify(graph, AssignmentSolver.Solve(graph)) == VerificationResult.Proved
        );

    [Fact]
    public void Two_threads_give_the_same_answer_and_the_same_proof() =>
        Holds(
            150,
            Large,
            graph =>
            {
                var (one, two) = (AssignmentSolver.Solve(graph, threads: 1), AssignmentSolver.Solve(graph, threads: 2));
                return one.Edges.SequenceEqual(two.Edges)
                    && one.Certificate.MenteePrices.SequenceEqual(two.Certificate.MenteePrices)
                    && one.Certificate.MentorPrices.SequenceEqual(two.Certificate.MentorPrices);
            }
        );

    [Fact]
    public void A_pair_that_is_exchanged_or_left_out_is_found() =>
        Holds(
            300,
            Large,
            graph =>
            {
                var solution = AssignmentSolver.Solve(graph);
                return Planted(graph, solution).All(worse => !Certificate.Verify(graph, worse).Holds);
            }
        );

    [Fact]
    public void A_score_that_is_added_to_all_edges_of_a_mentor_who_is_full_anyway_changes_no_match() =>
        Holds(
            150,
            Large,
            graph =>
            {
                var solution = AssignmentSolver.Solve(graph);
                var scarce = Array.IndexOf(solution.Certificate.OverDemandedMentors, true);
                if (scarce < 0)
                    return true;
                var raised = graph
                    .Score.Zip(graph.Mentor, (score, mentor) => score + (mentor == scarce ? 1_000_000 : 0))
                    .ToArray();
                var again = AssignmentSolver.Solve(new(graph.Capacity, graph.RowStart, graph.Mentor, raised));
                return (again.Matched, again.TotalScore)
                    == (solution.Matched, solution.TotalScore + (1_000_000L * graph.Capacity[scarce]));
            }
        );

    [Fact]
    public void Few_people_and_scores_of_any_size_are_no_matter() =>
        Holds(
            300,
            Sized(1, 5, 1, 4, 6, Gen.Choose(int.MinValue, int.MaxValue)),
            graph => Certificate.Verify(graph, AssignmentSolver.Solve(graph)) == VerificationResult.Proved
        );

    /// <summary>
    /// Worse answers with honest totals: one pair less, and two mentees with places exchanged where that loses.
    /// </summary>
    private static IEnumerable<Assignment> Planted(CandidateGraph graph, Assignment best)
    {
        var chosen = Enumerable.Range(0, graph.MenteeCount).Where(mentee => best.Edges[mentee] >= 0).ToArray();
        foreach (var mentee in chosen.Take(5))
            yield return Honest(graph, best, edges => edges[mentee] = -1);
        foreach (var (one, other) in chosen.Zip(chosen.Skip(1)).Take(40))
        {
            var exchanged = (
                graph.EdgeOf(one, graph.Mentor[best.Edges[other]]),
                graph.EdgeOf(other, graph.Mentor[best.Edges[one]])
            );
            if (exchanged is not (>= 0, >= 0))
                continue;
            var worse = Honest(graph, best, edges => (edges[one], edges[other]) = exchanged);
            if (worse.TotalScore < best.TotalScore)
                yield return worse;
        }
    }

    private static Assignment Honest(CandidateGraph graph, Assignment best, Action<int[]> change)
    {
        var edges = best.Edges.ToArray();
        change(edges);
        var (matched, total) = Graphs.Worth(graph, edges);
        return best with { Edges = edges, Matched = matched, TotalScore = total };
    }

    private static Gen<CandidateGraph> Tiny => Sized(0, 5, 1, 4, 6, Scores);

    private static Gen<CandidateGraph> Large => Sized(50, 300, 10, 80, 12, Scores);

    /// <summary>Scores as factors give them, and few different ones.</summary>
    private static Gen<int> Scores =>
        Gen.Frequency((3, Gen.Choose(0, 1_000_000)), (2, Gen.Choose(0, 3)), (1, Gen.Choose(-3, 0)));

    private static Gen<CandidateGraph> Sized(
        int fewest,
        int mostMentees,
        int fewestMentors,
        int mostMentors,
        int mostEdges,
        Gen<int> scores
    ) =>
        from mentees in Gen.Choose(fewest, mostMentees)
        from mentors in Gen.Choose(fewestMentors, mostMentors)
        from seats in Gen.Choose(0, 4).ArrayOf(mentors)
        from row in Gen.Choose(0, mostEdges)
            .SelectMany(edges =>
                (from mentor in Gen.Choose(0, mentors - 1) from score in scores select (mentor, score)).ArrayOf(edges)
            )
            .ArrayOf(mentees)
        select Graphs.Of(seats, row);

    private static void Holds(int tests, Gen<CandidateGraph> graphs, Func<CandidateGraph, bool> property) =>
        Prop.ForAll(graphs.ToArbitrary(), property).Check(PropertyConfig.Of(tests));
}
