using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class GroupVerificationTests
{
    // Two mentors with one group each, of two or three; mentees 0 to 2 suit the first, 3 and 4 the second, 5 none.
    private static readonly GroupGraph Graph = new(
        Graphs.Of([1, 1], [(0, 900)], [(0, 800)], [(0, 700), (1, 600)], [(0, 100), (1, 500)], [(1, 400)], []),
        new(2, 3),
        new(
            [.. Enumerable.Range(0, 6).Select(n => new Partner([n % 2], n % 3, 0))],
            new(),
            [
                [3],
                [],
                [],
                [0],
                [],
                [],
            ]
        ),
        new bool[6]
    );
    private static readonly Grouping Best = GroupSolver.Solve(Graph);

    [Fact]
    public void The_solvers_answer_holds()
    {
        Best.GroupOf.ShouldBe([0, 0, 0, 1, 1, -1]);
        var result = Verify(Best);
        result.Holds.ShouldBeTrue(result.Sentence);
    }

    [Fact]
    public void A_group_below_the_minimum_is_found() =>
        Refuted(Best with { GroupOf = [0, 0, 0, 1, -1, -1] }, "Group 1 has 1 mentee.");

    [Fact]
    public void A_group_above_the_maximum_is_found() =>
        Refuted(Best with { GroupOf = [0, 0, 0, 0, -1, -1], Mentors = [0] }, "Group 0 has 4 mentees.");

    [Fact]
    public void A_group_without_members_is_found() =>
        Refuted(Best with { GroupOf = [0, 0, 0, -1, -1, -1] }, "Group 1 has 0 mentees.");

    [Fact]
    public void A_group_more_than_the_places_of_a_mentor_is_found() =>
        Refuted(Best with { Mentors = [1, 1] }, "leads more groups");

    [Fact]
    public void Mentors_and_groups_that_do_not_exist_are_found()
    {
        Refuted(Best with { Mentors = [0, 2] }, "There is no mentor 2.");
        Refuted(Best with { GroupOf = [0, 0, 0, 1, 1, 2] }, "There is no group 2.");
    }

    [Fact]
    public void A_pair_that_is_not_permitted_is_found() =>
        Refuted(Best with { GroupOf = [0, 0, 1, 1, 1, 0] }, "not a permitted pair");

    [Fact]
    public void An_exclusion_within_a_group_is_found() =>
        Refuted(Best with { GroupOf = [0, 0, -1, 0, -1, -1], Mentors = [0] }, "keeps mentees 0 and 3 apart");

    [Fact]
    public void Totals_that_are_not_the_sums_are_found()
    {
        Refuted(Best with { TotalScore = Best.TotalScore + 1 }, "not what they state");
        Refuted(Best with { Placed = Best.Placed + 1 }, "not what they state");
        Refuted(Best with { GroupOf = [0, 0, 1, 1, 1, -1] }, "not what they state");
    }

    [Fact]
    public void A_cover_that_misses_a_pair_is_found() =>
        Refuted(
            With(proof => proof with { CoveredMentees = new bool[6], CoveredMentors = new bool[2] }),
            "cover misses"
        );

    [Fact]
    public void Bounds_that_the_proof_does_not_reach_are_found()
    {
        Refuted(With(proof => proof with { PlacedBound = proof.PlacedBound - 1 }), "more than the stated bound");
        Refuted(With(proof => proof with { UpperBound = Best.TotalScore - 1 }), "more than the stated bound");
        Refuted(With(proof => proof with { Prices = new long[6], UpperBound = Best.TotalScore }), "stated bound");
    }

    [Fact]
    public void A_negative_price_is_found_where_a_mentee_has_no_group() =>
        Refuted(With(proof => proof with { Prices = [.. proof.Prices.Select(price => price - 500_000)] }), "negative");

    [Fact]
    public void A_proof_of_another_size_is_found() =>
        Refuted(With(proof => proof with { Prices = [1] }), "another cohort");

    [Fact]
    public void A_change_of_the_group_of_any_mentee_is_found()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var graph = GroupGraphs.Random(seed, 12, 4);
            var grouping = GroupSolver.Solve(graph, exhaustive: false);
            for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
            {
                var changed = grouping.GroupOf.ToArray();
                changed[mentee] = changed[mentee] < 0 ? 0 : -1;
                new GroupVerification(graph, grouping with { GroupOf = changed }).Verify().Holds.ShouldBeFalse();
            }
        }
    }

    private static Grouping With(Func<GroupCertificate, GroupCertificate> change) =>
        Best with
        {
            Certificate = change(Best.Certificate),
        };

    private static VerificationResult Verify(Grouping grouping) => new GroupVerification(Graph, grouping).Verify();

    private static void Refuted(Grouping grouping, string sentence)
    {
        var result = Verify(grouping);
        result.Holds.ShouldBeFalse();
        result.Sentence.ShouldContain(sentence);
    }
}
