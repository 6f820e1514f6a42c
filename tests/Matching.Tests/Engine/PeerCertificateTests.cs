using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class PeerCertificateTests
{
    // A triangle with a tail.
    private static readonly PeerGraph Graph = new(
        5,
        new(0, 1, 900),
        new(1, 2, 900),
        new(2, 0, 900),
        new(2, 3, 100),
        new(3, 4, 50)
    );
    private static readonly PeerMatching Best = PeerSolver.Solve(Graph);

    [Fact]
    public void A_change_of_any_number_is_found() =>
        Holds(
            500,
            (graph, best) =>
                Enumerable
                    .Range(0, graph.PeopleCount)
                    .SelectMany(person => new[] { -1, 1 }.Select(by => With(best, prices => prices[person] += by)))
                    .Concat(
                        Enumerable.Range(0, best.Certificate.Blossoms.Length).Select(at => WithoutBlossom(best, at))
                    )
                    .Concat(Enumerable.Range(0, graph.PeopleCount).Select(person => WithoutPair(graph, best, person)))
                    .OfType<PeerMatching>()
                    .All(forged => !PeerCertificate.Verify(graph, forged).Holds)
        );

    /// <summary>Random pairs with honest totals and the true proof, or one that is close to it.</summary>
    [Fact]
    public void No_proof_makes_a_worse_matching_pass() =>
        Holds(
            1000,
            (graph, best) =>
            {
                var random = new Random(graph.EdgeCount);
                var (partners, edges) = (new int[graph.PeopleCount], PeerGraphs.Edges(graph));
                Array.Fill(partners, -1);
                random.Shuffle(edges);
                foreach (var (one, other, _) in edges.Where(_ => random.Next(5) > 0))
                {
                    if (partners[one] < 0 && partners[other] < 0)
                        (partners[one], partners[other]) = (other, one);
                }
                var (pairs, total) = PeerGraphs.Worth(graph, partners)!.Value;
                var isBest = (pairs, total) == (best.Pairs, best.TotalScore);
                var chosen = best with { Partners = partners, Pairs = pairs, TotalScore = total };
                var moved = With(chosen, prices => Move(prices, random));
                return PeerCertificate.Verify(graph, chosen).Holds == isBest
                    && (isBest || !PeerCertificate.Verify(graph, moved).Holds);
            }
        );

    [Fact]
    public void A_pair_that_is_not_permitted_is_found() =>
        Refuted(Best with { Partners = [4, 2, 1, -1, 0] }, "not a permitted pair");

    [Fact]
    public void A_partner_of_two_is_found() =>
        Refuted(Best with { Partners = [1, 0, 0, 4, 3] }, "not the partner of their partner");

    [Fact]
    public void A_total_that_is_not_the_sum_is_found() =>
        Refuted(Best with { TotalScore = Best.TotalScore + 1 }, "not what it states");

    [Fact]
    public void A_proof_of_another_size_is_found() =>
        PeerCertificate.Verify(new(2, new PeerEdge(0, 1, 1)), Best).Sentence.ShouldContain("another graph");

    [Fact]
    public void A_better_edge_added_later_refutes_the_old_answer() =>
        PeerCertificate
            .Verify(new(5, [.. PeerGraphs.Edges(Graph), new(0, 3, 1_000_000)]), Best)
            .Sentence.ShouldContain("below their worth");

    /// <summary>The greatest total score alone, with fewer pairs than there could be.</summary>
    [Fact]
    public void A_pair_must_be_worth_more_than_any_scores()
    {
        var path = new PeerGraph(4, new(0, 1, 1), new(1, 2, 1_000_000), new(2, 3, 0));
        var proof = new PeerCertificate(0, [0, 2, 1_999_998, 0], [-1, -1, -1, -1], []);

        var verdict = PeerCertificate.Verify(path, new([-1, 2, 1, -1], 1, 1_000_000, proof));

        verdict.Sentence.ShouldContain("worth less than the scores");
    }

    [Fact]
    public void A_negative_price_is_found() =>
        Refuted(WithProof(proof => proof with { Prices = [-1, .. proof.Prices[1..]] }), "is negative");

    [Fact]
    public void Prices_at_the_limit_of_the_number_range_do_not_wrap_around() =>
        Refuted(
            WithProof(proof => proof with { Prices = [.. Enumerable.Repeat(long.MaxValue, 5)] }),
            "more than its worth"
        );

    [Fact]
    public void An_even_blossom_is_found() =>
        Refuted(WithProof(proof => proof with { BlossomOf = [0, 0, 0, 0, -1], Blossoms = [new(-1, 2)] }), "odd set");

    [Fact]
    public void A_blossom_with_a_negative_weight_is_found() =>
        Refuted(WithProof(proof => proof with { BlossomOf = [0, 0, 0, -1, -1], Blossoms = [new(-1, -2)] }), "negative");

    [Fact]
    public void A_blossom_in_itself_is_found() =>
        Refuted(WithProof(proof => proof with { BlossomOf = [0, 0, 0, -1, -1], Blossoms = [new(0, 2)] }), "parent");

    [Fact]
    public void A_blossom_that_is_not_there_is_found() =>
        Refuted(WithProof(proof => proof with { BlossomOf = [7, -1, -1, -1, -1] }), "no blossom 7");

    private static void Refuted(PeerMatching matching, string because)
    {
        var verdict = PeerCertificate.Verify(Graph, matching);
        verdict.Holds.ShouldBeFalse();
        verdict.Sentence.ShouldContain(because);
    }

    private static PeerMatching WithProof(Func<PeerCertificate, PeerCertificate> change) =>
        Best with
        {
            Certificate = change(Best.Certificate),
        };

    private static PeerMatching With(PeerMatching matching, Action<long[]> change)
    {
        var prices = matching.Certificate.Prices.ToArray();
        change(prices);
        return matching with { Certificate = matching.Certificate with { Prices = prices } };
    }

    private static PeerMatching WithoutBlossom(PeerMatching matching, int at)
    {
        var blossoms = matching.Certificate.Blossoms.ToArray();
        blossoms[at] = blossoms[at] with { Weight = 0 };
        return matching with { Certificate = matching.Certificate with { Blossoms = blossoms } };
    }

    /// <summary>With honest totals.</summary>
    private static PeerMatching? WithoutPair(PeerGraph graph, PeerMatching matching, int person)
    {
        var partners = matching.Partners.ToArray();
        if (partners[person] < 0)
            return null;
        (partners[partners[person]], partners[person]) = (-1, -1);
        var (pairs, total) = PeerGraphs.Worth(graph, partners)!.Value;
        return matching with { Partners = partners, Pairs = pairs, TotalScore = total };
    }

    private static void Move(long[] prices, Random random)
    {
        for (var person = 0; person < prices.Length; person++)
            prices[person] += random.Next(-2, 3);
    }

    private static void Holds(int tests, Func<PeerGraph, PeerMatching, bool> property) =>
        Prop.ForAll(
                Gen.OneOf(PeerGraphs.Tiny, PeerGraphs.OddCycles(2)).ToArbitrary(),
                graph => property(graph, PeerSolver.Solve(graph))
            )
            .Check(PropertyConfig.Of(tests));
}
