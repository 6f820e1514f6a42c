using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class PeerProblemTests
{
    private static readonly Policy Plain = TestPeople.Plain;

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void A_pair_is_permitted_where_both_directions_are_and_scores_their_mean(int seed)
    {
        var cohort = Peers(seed, 24);
        var problem = PeerProblem.From(cohort, Plain);
        var people = cohort.Mentees.Select(m => m.Id).ToArray();
        foreach (var (one, other) in Pairs(people))
        {
            var (forth, back) = (problem.Explain(new(one, other)), problem.Explain(new(other, one)));
            var edge = problem.Graph.EdgeOf(problem.At(one), problem.At(other));
            (edge >= 0).ShouldBe(forth.Permitted && back.Permitted);
            if (edge >= 0)
                problem.Graph.Score[edge].ShouldBe((forth.Score + back.Score) / 2);
        }

        problem.Graph.EdgeCount.ShouldBeGreaterThan(0);
    }

    [Theory, InlineData(5), InlineData(6), InlineData(7)]
    public void The_result_is_the_best_there_is_whatever_the_order_of_people(int seed)
    {
        var cohort = Peers(seed, 9);
        var problem = PeerProblem.From(cohort, Plain);
        var result = problem.Solve();
        PeerGraphs.Best(problem.Graph).ShouldBe((result.Proposals.Count, result.TotalScore));
        result.Verify().ShouldBe(VerificationResult.Proved);

        var turned = cohort with
        {
            Mentees = [.. cohort.Mentees.Reverse()],
            Mentors = [.. cohort.Mentors.Skip(4), .. cohort.Mentors.Take(4)],
        };
        PeerProblem.From(turned, Plain).Solve().Proposals.ShouldBeEquivalentTo(result.Proposals);
    }

    [Fact]
    public void With_the_best_candidates_alone_the_graph_has_the_pairs_that_one_of_the_two_keeps()
    {
        var cohort = Peers(8, 60);
        var (all, best) = (
            PeerProblem.From(cohort, Plain),
            PeerProblem.From(cohort, Plain with { CandidatesPerMentee = 5 })
        );
        best.Graph.EdgeCount.ShouldBeInRange(1, all.Graph.EdgeCount - 1);
        for (var one = 0; one < best.Graph.PeopleCount; one++)
        {
            for (var edge = best.Graph.RowStart[one]; edge < best.Graph.RowStart[one + 1]; edge++)
            {
                var same = all.Graph.EdgeOf(one, best.Graph.Other[edge]);
                all.Graph.Score[same].ShouldBe(best.Graph.Score[edge]);
            }
        }
    }

    [Fact]
    public void Locked_and_forbidden_pairs_hold_in_both_directions()
    {
        var cohort = Peers(9, 12);
        var free = PeerProblem.From(cohort, Plain).Solve().Proposals;
        var (locked, forbidden) = (free[0].ForOther.Pair, free[1].ForOther.Pair);

        var problem = PeerProblem.From(cohort, Plain with { Locked = [locked], Forbidden = [forbidden] });
        var result = problem.Solve();

        result.Proposals.Single(p => p.Locked).ForOther.Pair.ShouldBe(locked);
        result.Proposals.ShouldAllBe(p => p.ForOne.Pair != forbidden && p.ForOther.Pair != forbidden);
        result.Verify().ShouldBe(VerificationResult.Proved);
        result.WhyNot(locked).ShouldBeNull();
        result.WhyNot(forbidden)!.ShouldContain("breaks the rule");
        PeopleIn(result).ShouldBe(cohort.Mentees.Select(m => m.Id), ignoreOrder: true);
    }

    [Fact]
    public void A_person_cannot_be_locked_to_two_and_bounds_of_fairness_are_refused()
    {
        var cohort = Peers(9, 12);
        var people = cohort.Mentees.Select(m => m.Id).ToArray();
        Refused(cohort, Plain with { Locked = [new(people[0], people[1]), new(people[2], people[0])] }, "locked");
        Refused(cohort, Plain with { Fairness = new() { MaxRateGap = 10 } }, "fairness");
        Refused(cohort with { Mentors = [.. cohort.Mentors.Skip(1)] }, Plain, "mentors");

        static void Refused(Cohort cohort, Policy policy, string field) =>
            Should.Throw<InvalidProblemException>(() => PeerProblem.From(cohort, policy)).Field.ShouldBe(field);
    }

    [Fact]
    public void Those_left_over_read_why()
    {
        var peers = Enumerable.Range(1, 7).Select(TestPeople.Id).ToArray();
        var cohort = new Cohort(
            [
                .. peers.Select(
                    (id, n) =>
                        new Mentee(id)
                        {
                            Managers = n == 3 ? [.. peers.Where(p => p != id)] : [],
                            IneligibilityReason = n == 4 ? "required training is open" : null,
                        }
                ),
            ],
            [
                .. peers.Select(
                    (id, n) =>
                        new Mentor(id, Capacity: n == 5 ? 0 : 1)
                        {
                            Managers = n == 3 ? [.. peers.Where(p => p != id)] : [],
                            IneligibilityReason = n == 4 ? "required training is open" : null,
                        }
                ),
            ]
        );

        var result = PeerProblem.From(cohort, Plain with { Forbidden = [new(peers[6], peers[0])] }).Solve();

        result.Proposals.Count.ShouldBe(2);
        result
            .Unmatched.Select(u => (u.Mentee, u.Reason))
            .ShouldBe([
                (peers[3], UnmatchedReasons.NoCandidate),
                (peers[4], UnmatchedReasons.NotEligible),
                (peers[5], UnmatchedReasons.NoFreePlace),
            ]);
        result.Unmatched[0].NextStep!.ShouldContain("not-own-manager");
        PeerProblem
            .From(cohort with { Mentees = [.. cohort.Mentees.Take(3)], Mentors = [.. cohort.Mentors.Take(3)] }, Plain)
            .Solve()
            .Unmatched.ShouldHaveSingleItem()
            .Reason.ShouldBe(UnmatchedReasons.OverDemanded);
    }

    /// <summary>A pair that lacks points makes everything worse by at least so many of them, if it is forced.</summary>
    [Theory, InlineData(10), InlineData(11), InlineData(12)]
    public void A_pair_that_lacks_points_costs_at_least_as_many(int seed)
    {
        var graph = PeerProblem.From(Peers(seed, 9), Plain).Graph;
        var matching = PeerSolver.Solve(graph);
        var worth = matching.Certificate.PairWorth;
        var edges = PeerGraphs.Edges(graph);
        foreach (var edge in edges)
        {
            var rest = edges.Where(e => !new[] { e.One, e.Other }.Intersect([edge.One, edge.Other]).Any());
            var (pairs, total) = PeerGraphs.Best(new(graph.PeopleCount, [.. rest]));
            var forced = ((pairs + 1) * (Int128)worth) + total + edge.Score;
            var loss = (matching.Pairs * (Int128)worth) + matching.TotalScore - forced;
            ((Int128)matching.Certificate.MissingPoints(edge.One, edge.Other, edge.Score)).ShouldBeLessThanOrEqualTo(
                loss
            );
            if (matching.Partners[edge.One] == edge.Other)
                matching.Certificate.MissingPoints(edge.One, edge.Other, edge.Score).ShouldBe(0);
        }
    }

    private static IEnumerable<Guid> PeopleIn(PeerResult result) =>
        result
            .Proposals.SelectMany(p => new[] { p.ForOne.Pair.Mentee, p.ForOne.Pair.Mentor })
            .Concat(result.Unmatched.Select(u => u.Mentee));

    private static IEnumerable<(Guid One, Guid Other)> Pairs(Guid[] people) =>
        people.SelectMany((one, n) => people.Skip(n + 1).Select(other => (one, other)));

    /// <summary>The same people as mentees and as mentors, with gaps in what is recorded.</summary>
    private static Cohort Peers(int seed, int people)
    {
        var many = TestPeople.Many(seed, people, people);
        Mentor[] mentors =
        [
            .. many.Mentees.Zip(
                many.Mentors,
                (mentee, mentor) =>
                    mentor with
                    {
                        Id = mentee.Id,
                        Managers = mentee.Managers,
                        Level = mentee.Level,
                        Capacity = mentor.Capacity + 1,
                        IneligibilityReason = mentee.IneligibilityReason,
                    }
            ),
        ];
        return new(many.Mentees, mentors)
        {
            Exclusions = [new(mentors[0].Id, mentors[1].Id)],
            Ended = [new(mentors[2].Id, mentors[3].Id)],
        };
    }
}
