using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

public class RuleTests
{
    [Fact]
    public void Nobody_mentors_themselves() =>
        Broken(new Cohort([AMentee], [new Mentor(AMentee.Id, 1)])).ShouldBe(["not-oneself"]);

    [Fact]
    public void A_mentor_needs_a_free_place() =>
        Broken(new Cohort([AMentee], [AMentor with { Capacity = 0 }])).ShouldBe(["free-place"]);

    [Theory]
    [InlineData(120, 0, 60, true)]
    [InlineData(120, 1, 60, true)]
    [InlineData(120, 2, 60, false)]
    [InlineData(120, 3, 60, false)]
    [InlineData(59, 0, 60, false)]
    [InlineData(0, 0, 60, false)]
    [InlineData(120, 0, 121, false)]
    [InlineData(null, 9, 60, true)]
    public void A_mentor_needs_time_for_one_mentorship_more(int? budget, int running, int each, bool passes)
    {
        var cohort = new Cohort([AMentee], [AMentor with { MinutesPerMonth = budget, ActiveMentorships = running }]);
        Broken(cohort, Plain with { MentorMinutesPerMonth = each }).ShouldBe(passes ? [] : ["free-time"]);
    }

    [Fact]
    public void A_mentor_gets_no_more_mentees_than_hours_allow()
    {
        var mentees = Enumerable.Range(20, 5).Select(number => new Mentee(Id(number))).ToArray();
        var result = MatchingProblem
            .From(new(mentees, [AMentor with { Capacity = 4, MinutesPerMonth = 200, ActiveMentorships = 1 }]), Plain)
            .Solve();
        result.Matched.ShouldBe(2);
    }

    [Theory, InlineData(null, 2), InlineData(30, 2), InlineData(90, 1), InlineData(200, 0), InlineData(500, 0)]
    public void Running_mentorships_take_the_minutes_that_were_recorded(int? minutes, int matched)
    {
        var mentees = Enumerable.Range(20, 5).Select(number => new Mentee(Id(number))).ToArray();
        var mentor = AMentor with
        {
            Capacity = 4,
            MinutesPerMonth = 200,
            ActiveMentorships = 1,
            ActiveMinutes = minutes,
        };
        MatchingProblem.From(new(mentees, [mentor]), Plain).Solve().Matched.ShouldBe(matched);
    }

    [Fact]
    public void The_time_rule_says_what_is_left() =>
        Explain(AMentee, AMentor with { MinutesPerMonth = 90, ActiveMentorships = 1 })
            .Rules.Single(rule => rule.Rule == "free-time")
            .Sentence.ShouldBe("The mentor has 0.5 hours a month left; a mentorship takes 1 hour.");

    [Fact]
    public void Only_who_is_eligible_is_matched()
    {
        Broken(new Cohort([AMentee with { IneligibilityReason = "required training is open" }], [AMentor]))
            .ShouldBe(["eligible"]);
        Broken(new Cohort([AMentee], [AMentor with { IneligibilityReason = "on leave" }])).ShouldBe(["eligible"]);
        Explain(AMentee, AMentor with { IneligibilityReason = "on leave" })
            .Rules.Single(rule => !rule.Passed)
            .Sentence.ShouldBe("The mentor may not be matched at present: on leave.");
    }

    [Fact]
    public void A_line_manager_at_any_level_is_no_mentor()
    {
        var cohort = new Cohort([AMentee with { Managers = [Id(8), Id(9), AMentor.Id] }], [AMentor]);
        Broken(cohort).ShouldBe(["not-own-manager"]);
        Broken(cohort, new HardRules { NotOwnManager = false }).ShouldBeEmpty();
    }

    [Fact]
    public void Nor_is_somebody_whom_the_mentee_manages() =>
        Broken(new Cohort([AMentee], [AMentor with { Managers = [AMentee.Id] }])).ShouldBe(["not-own-manager"]);

    [Theory]
    [InlineData("Europe/Paris", "America/New_York", 6, true)]
    [InlineData("Europe/Paris", "America/New_York", 5, false)]
    [InlineData("Europe/Paris", "Asia/Kolkata", 4, false)]
    [InlineData("Australia/Sydney", "America/Los_Angeles", 5, true)]
    [InlineData("Europe/Paris", null, 0, true)]
    public void Time_zones_are_at_most_so_far_apart(string mentee, string? mentor, int hours, bool passes) =>
        Broken(
                new Cohort([AMentee with { TimeZone = mentee }], [AMentor with { TimeZone = mentor }]),
                new HardRules { MaxTimeZoneSpanHours = hours }
            )
            .ShouldBe(passes ? [] : ["time-zone-span"]);

    [Theory]
    [InlineData(3, 5, 1, 3, true)]
    [InlineData(3, 3, 1, 3, false)]
    [InlineData(3, 7, 1, 3, false)]
    [InlineData(3, 9, 1, null, true)]
    [InlineData(3, 1, null, 3, true)]
    [InlineData(3, 7, null, 3, false)]
    [InlineData(3, 3, 0, 0, true)]
    [InlineData(3, 4, 0, 0, false)]
    [InlineData(null, 9, 0, 0, true)]
    public void Levels_differ_within_bounds(int? mentee, int? mentor, int? least, int? most, bool passes) =>
        Broken(
                new Cohort([AMentee with { Level = mentee }], [AMentor with { Level = mentor }]),
                new HardRules { MinLevelDifference = least, MaxLevelDifference = most }
            )
            .ShouldBe(passes ? [] : ["level-difference"]);

    [Theory]
    [InlineData("English", "French", false)]
    [InlineData("English French", "french", true)]
    [InlineData("English", null, true)]
    public void A_shared_language_can_be_required(string mentee, string? mentor, bool passes) =>
        Broken(
                new Cohort(
                    [AMentee with { Languages = mentee.Split(' ') }],
                    [AMentor with { Languages = mentor?.Split(' ') ?? [] }]
                ),
                new HardRules { SharedLanguage = true }
            )
            .ShouldBe(passes ? [] : ["shared-language"]);

    [Fact]
    public void An_exclusion_holds_in_both_directions()
    {
        Broken(new Cohort([AMentee], [AMentor]) { Exclusions = [APair] }).ShouldBe(["not-excluded"]);
        Broken(new Cohort([AMentee], [AMentor]) { Exclusions = [new(AMentor.Id, AMentee.Id)] })
            .ShouldBe(["not-excluded"]);
    }

    [Fact]
    public void A_pair_that_ended_does_not_come_again_unless_the_policy_lets_it()
    {
        var cohort = new Cohort([AMentee], [AMentor]) { Ended = [APair] };
        Broken(cohort).ShouldBe(["no-ended-pair"]);
        Broken(cohort, new HardRules { NoEndedPair = false }).ShouldBeEmpty();
        Broken(new Cohort([AMentee], [AMentor]) { Ended = [new(AMentor.Id, AMentee.Id)] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_rule_that_cannot_be_checked_excludes_nobody_and_says_so() =>
        Explain(
            AMentee,
            AMentor,
            Plain with
            {
                Rules = new HardRules
                {
                    MaxTimeZoneSpanHours = 0,
                    MinLevelDifference = 1,
                    SharedLanguage = true,
                },
            }
        )
            .Rules.Count(rule => rule.Passed && rule.Sentence.Contains("excludes nobody"))
            .ShouldBe(4);

    [Fact]
    public void Every_pair_of_a_solution_keeps_every_rule_and_every_mentor_keeps_to_their_seats()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var cohort = Many(seed, 12, 6);
            var rules = new HardRules
            {
                MaxTimeZoneSpanHours = 7,
                MinLevelDifference = -1,
                SharedLanguage = true,
            };
            var result = MatchingProblem.From(cohort, Plain with { Seed = seed, Rules = rules }).Solve();
            result.Proposals.ShouldAllBe(proposal => proposal.Rules.All(rule => rule.Passed));
            result
                .Proposals.CountBy(proposal => proposal.Pair.Mentor)
                .ShouldAllBe(load => load.Value <= cohort.Mentors.Single(mentor => mentor.Id == load.Key).Capacity);
            result.Verify().ShouldBe(VerificationResult.Proved, $"seed {seed}");
        }
    }

    // Says the broken rules, after making sure that the graph agrees with them.
    private static string[] Broken(Cohort cohort, HardRules? rules = null) =>
        Broken(cohort, Plain with { Rules = rules ?? new HardRules() });

    private static string[] Broken(Cohort cohort, Policy policy)
    {
        var problem = MatchingProblem.From(cohort, policy);
        var why = problem.Explain(new Pair(cohort.Mentees[0].Id, cohort.Mentors[0].Id));
        why.Permitted.ShouldBe(problem.Graph.EdgeCount == 1);
        why.Rules.ShouldAllBe(rule => rule.Sentence.Length > 0);
        return [.. why.Rules.Where(rule => !rule.Passed).Select(rule => rule.Rule)];
    }
}
