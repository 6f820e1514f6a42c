using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class CertificateTests
{
    [Fact]
    public void The_proof_accepts_exactly_the_best_of_all_choices()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var graph = Graphs.Random(seed);
            var best = AssignmentSolver.Solve(graph);
            foreach (var chosen in Graphs.EveryChoice(graph))
            {
                var (matched, total) = Graphs.Worth(graph, chosen);
                var holds = Certificate.Verify(graph, new Assignment(chosen, matched, total, best.Certificate)).Holds;
                holds.ShouldBe(
                    (matched, total) == (best.Matched, best.TotalScore),
                    $"seed {seed}, {string.Join(",", chosen)}"
                );
            }
        }
    }

    [Fact]
    public void No_forged_proof_makes_a_worse_choice_pass()
    {
        var forged = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var (graph, random) = (Graphs.Random(seed), new Random(seed));
            var best = AssignmentSolver.Solve(graph);
            var choices = Graphs.EveryChoice(graph).ToArray();
            var chosen = choices[random.Next(choices.Length)];
            var (matched, total) = Graphs.Worth(graph, chosen);
            if ((matched, total) == (best.Matched, best.TotalScore))
                continue;
            var proof = new Certificate(
                [.. best.Certificate.CoveredMentees.Select(c => c ^ (random.Next(4) == 0))],
                [.. best.Certificate.OverDemandedMentors.Select(c => c ^ (random.Next(4) == 0))],
                [.. best.Certificate.MenteePrices.Select(p => p + random.Next(-2, 3))],
                [.. best.Certificate.MentorPrices.Select(p => p + random.Next(-2, 3))]
            );
            Certificate
                .Verify(graph, new Assignment(chosen, matched, total, proof))
                .Holds.ShouldBeFalse($"seed {seed}");
            forged++;
        }
        forged.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_mentee_who_may_stay_unmatched_cannot_have_a_negative_price() =>
        Refuted(
            Graphs.Of([1], [(0, 9)], [(0, 7)]),
            new Assignment([-1, 1], 1, 7, new([false, false], [true], [0, -2], [9])),
            "is negative"
        );

    [Fact]
    public void A_mentor_who_may_keep_a_seat_cannot_have_a_negative_price() =>
        Refuted(
            Graphs.Of([1, 1], [(0, 9), (1, 7)]),
            new Assignment([1], 1, 7, new([true], [false, false], [9], [0, -2])),
            "is negative"
        );

    [Fact]
    public void A_cover_must_touch_every_edge() =>
        Refuted(
            Graphs.Of([1, 1], [(0, 9)], [(1, 7)]),
            new Assignment([0, -1], 1, 9, new([true, false], [false, false], [9, 0], [0, 0])),
            "misses the edge"
        );

    private static readonly CandidateGraph Graph = Graphs.Of([1, 1], [(0, 9), (1, 5)], [(0, 7), (1, 6)]);
    private static readonly Assignment Best = AssignmentSolver.Solve(Graph);

    [Fact]
    public void A_better_edge_added_later_refutes_the_old_answer() =>
        Refuted(Graphs.Of([1, 1], [(0, 9), (1, 9)], [(0, 7), (1, 6)]), Best, "below their score");

    [Fact]
    public void A_seat_added_later_refutes_the_old_answer()
    {
        var oneSeat = AssignmentSolver.Solve(Graphs.Of([1, 0], [(0, 9), (1, 5)], [(0, 7), (1, 6)]));
        Refuted(Graph, oneSeat, "1 are matched");
    }

    [Fact]
    public void A_mentor_over_capacity_is_found() =>
        Refuted(Graph, Best with { Edges = [0, 2], TotalScore = 16 }, "more mentees than seats");

    [Fact]
    public void An_edge_of_somebody_else_is_found() => Refuted(Graph, Best with { Edges = [2, 3] }, "not theirs");

    [Fact]
    public void A_total_that_is_not_the_sum_is_found() =>
        Refuted(Graph, Best with { TotalScore = 16 }, "not what it states");

    [Fact]
    public void A_proof_of_another_size_is_found() => Refuted(Graphs.Of([1, 1], [(0, 9)]), Best, "another graph");

    [Fact]
    public void Prices_at_the_limit_of_the_number_range_do_not_wrap_around() =>
        Refuted(
            Graph,
            Best with
            {
                Certificate = Best.Certificate with
                {
                    MentorPrices = [long.MaxValue, long.MaxValue],
                    MenteePrices = [1, 1],
                },
            },
            "allows"
        );

    private static void Refuted(CandidateGraph graph, Assignment assignment, string because)
    {
        var verdict = Certificate.Verify(graph, assignment);
        verdict.Holds.ShouldBeFalse();
        verdict.Sentence.ShouldContain(because);
    }
}
