using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class PeerSolverTests
{
    [Fact]
    public void Nothing_that_can_be_chosen_is_better() =>
        Holds(
            5000,
            Gen.OneOf(PeerGraphs.Tiny, PeerGraphs.OddCycles(2)),
            graph =>
            {
                var matching = PeerSolver.Solve(graph);
                return PeerGraphs.Best(graph) == (matching.Pairs, matching.TotalScore)
                    && PeerGraphs.Worth(graph, matching.Partners) == (matching.Pairs, matching.TotalScore)
                    && PeerCertificate.Verify(graph, matching) == VerificationResult.Proved;
            }
        );

    [Fact]
    public void The_certificate_proves_every_answer() =>
        Holds(
            1000,
            Gen.OneOf(PeerGraphs.Large, PeerGraphs.OddCycles(100)),
            graph => PeerCertificate.Verify(graph, PeerSolver.Solve(graph)) == VerificationResult.Proved
        );

    [Fact]
    public void The_order_of_the_edges_and_of_their_ends_makes_no_difference() =>
        Holds(
            200,
            Gen.OneOf(PeerGraphs.Large, PeerGraphs.OddCycles(30)),
            graph =>
            {
                var edges = PeerGraphs.Edges(graph);
                var other = edges.Select((edge, at) => at % 3 == 0 ? edge : new(edge.Other, edge.One, edge.Score));
                var shuffled = other.ToArray();
                new Random(edges.Length).Shuffle(shuffled);
                return Same(PeerSolver.Solve(graph), PeerSolver.Solve(new(graph.PeopleCount, shuffled)));
            }
        );

    [Fact]
    public void Other_positions_of_the_same_people_give_the_same_total() =>
        Holds(
            200,
            Gen.OneOf(PeerGraphs.Large, PeerGraphs.OddCycles(30)),
            graph =>
            {
                var position = Enumerable.Range(0, graph.PeopleCount).ToArray();
                new Random(graph.EdgeCount).Shuffle(position);
                var edges = PeerGraphs
                    .Edges(graph)
                    .Select(edge => new PeerEdge(position[edge.One], position[edge.Other], edge.Score));
                var (one, other) = (PeerSolver.Solve(graph), PeerSolver.Solve(new(graph.PeopleCount, [.. edges])));
                return (one.Pairs, one.TotalScore) == (other.Pairs, other.TotalScore);
            }
        );

    [Fact]
    public void Blossoms_within_blossoms_occur_in_these_tests()
    {
        var nested = Gen.OneOf(PeerGraphs.Tiny, PeerGraphs.OddCycles(2))
            .Sample(500)
            .Count(graph => PeerSolver.Solve(graph).Certificate.Blossoms.Any(blossom => blossom.Parent >= 0));

        nested.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Two_pairs_count_more_than_one_with_a_greater_score() =>
        Solve(4, new(0, 1, 1), new(1, 2, 1_000_000), new(2, 3, 0)).ShouldBe((2, 1));

    [Fact]
    public void The_best_two_of_a_triangle_are_paired() =>
        Solve(3, new(0, 1, 5), new(1, 2, 7), new(2, 0, 6)).ShouldBe((1, 7));

    [Fact]
    public void Two_triangles_that_one_edge_joins_are_all_paired() =>
        Solve(
                6,
                new(0, 1, 900),
                new(1, 2, 900),
                new(2, 0, 900),
                new(2, 3, 1),
                new(3, 4, 800),
                new(4, 5, 800),
                new(5, 3, 800)
            )
            .ShouldBe((3, 1701));

    [Fact]
    public void Of_several_edges_of_one_pair_the_best_counts() =>
        Solve(2, new(0, 1, 5), new(1, 0, 9), new(0, 1, 7)).ShouldBe((1, 9));

    [Fact]
    public void Nobody_is_paired_without_edges() => Solve(3).ShouldBe((0, 0));

    [Fact]
    public void There_may_be_no_people() => Solve(0).ShouldBe((0, 0));

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 1, -1)]
    [InlineData(0, 1, 1_000_001)]
    public void An_edge_that_cannot_be_is_refused(int one, int other, int score) =>
        Should.Throw<ArgumentException>(() => new PeerGraph(2, new PeerEdge(one, other, score)));

    [Fact]
    public void A_cancelled_run_ends() =>
        Should.Throw<OperationCanceledException>(() =>
            PeerSolver.Solve(new(2, new PeerEdge(0, 1, 5)), ct: new CancellationToken(canceled: true))
        );

    private static (int Pairs, long Total) Solve(int people, params PeerEdge[] edges)
    {
        var graph = new PeerGraph(people, edges);
        var matching = PeerSolver.Solve(graph);
        PeerCertificate.Verify(graph, matching).ShouldBe(VerificationResult.Proved);
        return (matching.Pairs, matching.TotalScore);
    }

    private static bool Same(PeerMatching one, PeerMatching other) =>
        one.Partners.SequenceEqual(other.Partners)
        && one.Certificate.Prices.SequenceEqual(other.Certificate.Prices)
        && one.Certificate.BlossomOf.SequenceEqual(other.Certificate.BlossomOf)
        && one.Certificate.Blossoms.SequenceEqual(other.Certificate.Blossoms);

    private static void Holds(int tests, Gen<PeerGraph> graphs, Func<PeerGraph, bool> property) =>
        Prop.ForAll(graphs.ToArbitrary(), property).Check(PropertyConfig.Of(tests));
}
