using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class GroupProblemTests
{
    private static readonly Policy Plain = TestPeople.Plain;
    private static readonly GroupSizes Sizes = new(2, 4);

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Groups_keep_rules_sizes_and_places_and_add_up(int seed)
    {
        var cohort = TestPeople.Many(seed, 40, 12);
        var result = GroupProblem.From(cohort, Plain, Sizes).Solve();

        result.Verify().Holds.ShouldBeTrue();
        result.TotalScore.ShouldBe(result.Groups.Sum(group => group.Score));
        result.TotalScore.ShouldBeLessThanOrEqualTo(result.UpperBound);
        result.Groups.Sum(group => group.Members.Count).ShouldBe(result.Placed);
        PeopleIn(result).ShouldBe(cohort.Mentees.Select(m => m.Id), ignoreOrder: true);
        foreach (var group in result.Groups)
        {
            group.Members.Count.ShouldBeInRange(Sizes.Min, Sizes.Max);
            group.Members.ShouldAllBe(member => member.Explanation.Permitted);
            group.Partners.Count.ShouldBe(group.Members.Count * (group.Members.Count - 1) / 2);
            group.Partners.ShouldAllBe(pair => pair.Score == pair.Contributions.Sum(part => part.Points));
            group.Score.ShouldBe(
                group.Members.Sum(m => (long)m.Explanation.Score) + group.Partners.Sum(pair => (long)pair.Score)
            );
        }
        foreach (var mentor in cohort.Mentors)
            result.Groups.Count(group => group.Mentor == mentor.Id).ShouldBeLessThanOrEqualTo(mentor.Capacity);
    }

    [Theory, InlineData(5), InlineData(6)]
    public void The_result_is_the_same_whatever_the_order_of_people(int seed)
    {
        var cohort = TestPeople.Many(seed, 60, 15);
        var turned = cohort with
        {
            Mentees = [.. cohort.Mentees.Skip(7), .. cohort.Mentees.Take(7).Reverse()],
            Mentors = [.. cohort.Mentors.Reverse()],
            Exclusions = [.. cohort.Exclusions.Reverse()],
        };
        var (one, other) = (
            GroupProblem.From(cohort, Plain, Sizes).Solve(),
            GroupProblem.From(turned, Plain, Sizes).Solve()
        );
        other.Groups.ShouldBeEquivalentTo(one.Groups);
        other.Unmatched.ShouldBe(one.Unmatched);
        other.UpperBound.ShouldBe(one.UpperBound);
    }

    [Fact]
    public void Locked_mentees_are_with_their_mentor_and_forbidden_pairs_apart()
    {
        var cohort = Simple(mentees: 9, mentors: 3);
        var (mentees, mentors) = (cohort.Mentees, cohort.Mentors);
        Pair[] locked = [.. mentees.Take(3).Select(m => new Pair(m.Id, mentors[0].Id))];
        Pair[] forbidden = [.. mentees.Skip(3).Select(m => new Pair(m.Id, mentors[1].Id))];
        var result = GroupProblem
            .From(cohort, Plain with { Locked = locked, Forbidden = forbidden }, new(2, 4))
            .Solve();

        result.Verify().Holds.ShouldBeTrue();
        var members = result.Groups.SelectMany(g => g.Members.Select(m => (m.Mentee, m.Locked, g.Mentor))).ToArray();
        members.Where(m => m.Locked).Select(m => new Pair(m.Mentee, m.Mentor)).ShouldBe(locked, ignoreOrder: true);
        members.ShouldAllBe(m => !forbidden.Contains(new Pair(m.Mentee, m.Mentor)));
        result.Placed.ShouldBe(8);
        result.Unmatched.ShouldHaveSingleItem().Reason.ShouldBe(UnmatchedReasons.OverDemanded);
    }

    [Fact]
    public void A_locked_mentee_counts_more_than_two_others()
    {
        var cohort = Simple(mentees: 5, mentors: 2);
        var (mentees, mentors) = (cohort.Mentees, cohort.Mentors);
        // The first mentor can fill a group only with the fourth and the fifth, whom the second one could use, too.
        var result = GroupProblem
            .From(
                cohort,
                Plain with
                {
                    Locked = [new(mentees[0].Id, mentors[0].Id)],
                    Forbidden = [new(mentees[1].Id, mentors[0].Id), new(mentees[2].Id, mentors[0].Id)],
                },
                new(3, 4)
            )
            .Solve();

        result.Placed.ShouldBe(3);
        result.Groups.ShouldHaveSingleItem().Members.ShouldContain(member => member.Locked);
        result.Verify().Holds.ShouldBeTrue();
    }

    [Fact]
    public void Mentees_who_must_not_meet_are_in_different_groups()
    {
        var cohort = Simple(mentees: 6, mentors: 2);
        var ids = cohort.Mentees.Select(m => m.Id).ToArray();
        var result = GroupProblem
            .From(cohort with { Exclusions = [new(ids[0], ids[1]), new(ids[2], ids[0])] }, Plain, new(3, 3))
            .Solve();

        result.Placed.ShouldBe(6);
        var group = result.Groups.Single(g => g.Members.Any(m => m.Mentee == ids[0]));
        group.Members.ShouldAllBe(m => m.Mentee != ids[1] && m.Mentee != ids[2]);
    }

    [Fact]
    public void A_person_does_not_lead_their_own_group()
    {
        var cohort = Simple(mentees: 3, mentors: 1);
        var both = cohort.Mentees[0].Id;
        var result = GroupProblem
            .From(cohort with { Mentors = [cohort.Mentors[0] with { Id = both }] }, Plain, new(2, 3))
            .Solve();
        result.Groups.ShouldHaveSingleItem().Members.ShouldAllBe(member => member.Mentee != both);
        result.Unmatched.ShouldHaveSingleItem().Mentee.ShouldBe(both);
    }

    [Fact]
    public void Goals_that_members_share_and_backgrounds_are_named()
    {
        var cohort = Simple(mentees: 3, mentors: 1);
        Mentee[] mentees =
        [
            cohort.Mentees[0] with
            {
                Goals = ["SQL", "writing"],
                Department = "Sales",
                Site = "Lyon",
            },
            cohort.Mentees[1] with
            {
                Goals = ["writing"],
                Department = "Research",
                Site = "Lyon",
            },
            cohort.Mentees[2] with
            {
                Goals = ["rust"],
                Department = "Sales",
            },
        ];
        var group = GroupProblem
            .From(cohort with { Mentees = mentees }, Plain, new(3, 3))
            .Solve()
            .Groups.ShouldHaveSingleItem();

        var shared = group.SharedGoals.ShouldHaveSingleItem();
        (shared.Goal, shared.Mentees.Count).ShouldBe(("writing", 2));
        group.Backgrounds.ShouldBe("3 mentees from 2 departments and 1 site, as far as recorded.");
        group
            .Partners[0]
            .Contributions.Select(part => (part.Points, part.Sentence))
            .ShouldBe([
                (100_000, "Both want to learn writing."),
                (25_000, "They work at different departments. They work at the same site."),
            ]);
    }

    [Fact]
    public void Those_left_over_read_why()
    {
        var cohort = Simple(mentees: 6, mentors: 2);
        var (mentees, mentors) = (cohort.Mentees.ToArray(), cohort.Mentors);
        mentees[5] = mentees[5] with { IneligibilityReason = "required training is open" };
        var result = GroupProblem
            .From(
                cohort with
                {
                    Mentees = mentees,
                },
                Plain with
                {
                    // The fifth mentee suits the second mentor alone, who has no one else.
                    Forbidden =
                    [
                        new(mentees[4].Id, mentors[0].Id),
                        new(mentees[3].Id, mentors[0].Id),
                        new(mentees[3].Id, mentors[1].Id),
                        .. mentees.Take(3).Select(m => new Pair(m.Id, mentors[1].Id)),
                    ],
                },
                new(2, 2)
            )
            .Solve();

        result.Placed.ShouldBe(2);
        result
            .Unmatched.Select(u => u.Reason)
            .ShouldBe(
                [
                    UnmatchedReasons.OverDemanded,
                    UnmatchedReasons.NoCandidate,
                    UnmatchedReasons.NoCandidate,
                    UnmatchedReasons.NotEligible,
                ],
                ignoreOrder: true
            );
        result.Unmatched.ShouldAllBe(unmatched => unmatched.NextStep != null);
        GroupProblem
            .From(cohort with { Mentors = [] }, Plain, new(2, 2))
            .Solve()
            .Unmatched.ShouldAllBe(u => u.Reason == UnmatchedReasons.NoFreePlace);
    }

    [Fact]
    public void What_cannot_be_matched_is_refused()
    {
        var cohort = Simple(mentees: 4, mentors: 2);
        var (one, mentor) = (cohort.Mentees[0].Id, cohort.Mentors[0].Id);
        Refused(Plain, new(0, 3), new(), "sizes.min");
        Refused(Plain, new(3, 2), new(), "sizes.max");
        Refused(Plain, new(3, 51), new(), "sizes.max");
        Refused(Plain, new(1, 2), new(-1, 0), "partnerWeights");
        Refused(Plain with { Fairness = new() { MaxRateGap = 10 } }, new(1, 2), new(), "fairness");
        Refused(Plain with { Locked = [new(mentor, one)] }, new(1, 2), new(), "locked");
        Refused(Plain with { Locked = [new(one, mentor), new(one, cohort.Mentors[1].Id)] }, new(1, 2), new(), "locked");
        Refused(
            Plain with
            {
                Locked = [.. cohort.Mentees.Select(m => new Pair(m.Id, mentor))],
            },
            new(1, 3),
            new(),
            "locked"
        );
        Refused(Plain with { Locked = [new(one, mentor)], Forbidden = [new(one, mentor)] }, new(1, 3), new(), "locked");

        void Refused(Policy policy, GroupSizes sizes, PartnerWeights weights, string field) =>
            Should
                .Throw<InvalidProblemException>(() => GroupProblem.From(cohort, policy, sizes, weights))
                .Field.ShouldBe(field);
    }

    private static IEnumerable<Guid> PeopleIn(GroupResult result) =>
        result
            .Groups.SelectMany(group => group.Members.Select(member => member.Mentee))
            .Concat(result.Unmatched.Select(unmatched => unmatched.Mentee));

    private static Cohort Simple(int mentees, int mentors) =>
        new(
            [.. Enumerable.Range(1, mentees).Select(n => new Mentee(TestPeople.Id(n)))],
            [.. Enumerable.Range(101, mentors).Select(n => new Mentor(TestPeople.Id(n), Capacity: 1))]
        );
}
