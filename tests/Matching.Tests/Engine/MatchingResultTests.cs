using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

public class MatchingResultTests
{
    // Two want what only the expert offers; a third has the generalist alone.
    private static readonly Mentee Keen = new(Id(1)) { WantedSkills = [new("sql", 5)] };
    private static readonly Mentee Curious = new(Id(2)) { WantedSkills = [new("sql", 5), new("chess", 1)] };
    private static readonly Mentee Bound = new(Id(3)) { WantedSkills = [new("chess", 5)] };
    private static readonly Mentor Expert = new(Id(11), 1) { OfferedSkills = [new("sql", 5)] };
    private static readonly Mentor Generalist = new(Id(12), 1) { OfferedSkills = [new("chess", 2)] };

    [Fact]
    public void Everybody_is_either_matched_or_told_why_not()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var cohort = Many(seed, 15, 5);
            var rules = new HardRules { MaxTimeZoneSpanHours = 6, SharedLanguage = true };
            var problem = MatchingProblem.From(
                cohort,
                Plain with
                {
                    Seed = seed,
                    Rules = rules,
                    CandidatesPerMentee = 3,
                }
            );
            var result = problem.Solve();

            result
                .Proposals.Select(p => p.Pair.Mentee)
                .Concat(result.Unmatched.Select(u => u.Mentee))
                .Order()
                .ShouldBe(cohort.Mentees.Select(m => m.Id).Order());
            result.TotalScore.ShouldBe(result.Proposals.Sum(p => p.Contributions.Sum(c => (long)c.Points)));
            foreach (
                var pair in cohort.Mentees.SelectMany(mentee =>
                    cohort.Mentors.Select(mentor => new Pair(mentee.Id, mentor.Id))
                )
            )
                (result.WhyNot(pair) is null).ShouldBe(result.Proposals.Any(p => p.Pair == pair), $"seed {seed}");
        }
    }

    [Fact]
    public void The_unmatched_learn_that_places_are_over_demanded()
    {
        var unmatched = Solve([Keen, Curious], [Expert]).Unmatched.ShouldHaveSingleItem();
        unmatched.ShouldBe(
            new(
                Curious.Id,
                UnmatchedReasons.OverDemanded,
                "All mentors who suit are over-demanded: 2 mentees compete for 1 place, and all are taken.",
                "One place more at this mentor lets one mentee more be matched; what most want to learn is sql and "
                    + "chess. To the place nearest to this mentee 170000 points are missing.",
                Expert.Id
            )
        );
    }

    [Fact]
    public void The_unmatched_learn_which_rules_left_nobody()
    {
        var unmatched = Solve([Keen with { Managers = [Expert.Id] }], [Expert, Generalist with { Capacity = 0 }])
            .Unmatched.ShouldHaveSingleItem();
        unmatched.ShouldBe(
            new(
                Keen.Id,
                UnmatchedReasons.NoCandidate,
                "No pair with any of 1 mentor with free places keeps every rule: not-own-manager rules out 1.",
                "No change of the mentee's profile alters that: invite other mentors."
            )
        );
    }

    [Fact]
    public void The_unmatched_learn_which_change_would_open_most()
    {
        var french = Expert with { Languages = ["French"] };
        var cohort = new Cohort(
            [Keen with { Languages = ["Hindi"] }],
            [
                french,
                french with
                {
                    Id = Id(21),
                },
                Generalist with
                {
                    Languages = ["English"],
                    IneligibilityReason = "on leave",
                },
            ]
        );
        var unmatched = MatchingProblem
            .From(cohort, Plain with { Rules = new HardRules { SharedLanguage = true } })
            .Solve()
            .Unmatched.ShouldHaveSingleItem();
        unmatched.NextStep.ShouldBe(
            "2 mentors would be open if they have a common language, French, which the mentee does not list; "
                + "or invite other mentors."
        );
        unmatched.Nearest.ShouldBe(Expert.Id);
    }

    [Fact]
    public void Who_is_not_eligible_learns_that_first() =>
        Solve([Keen with { IneligibilityReason = "training is open" }], [Expert])
            .Unmatched.ShouldHaveSingleItem()
            .ShouldBe(
                new(
                    Keen.Id,
                    UnmatchedReasons.NotEligible,
                    "The mentee may not be matched at present: training is open.",
                    "This has to change first."
                )
            );

    [Fact]
    public void Separate_shortages_are_told_apart()
    {
        var cohort = new Cohort(
            [Keen, Curious, Bound, Bound with { Id = Id(4) }, Bound with { Id = Id(5) }],
            [Expert, Generalist]
        )
        {
            Exclusions =
            [
                .. new[] { 1, 2 }.Select(n => new Pair(Id(n), Generalist.Id)),
                .. new[] { 3, 4, 5 }.Select(n => new Pair(Id(n), Expert.Id)),
            ],
        };
        MatchingProblem
            .From(cohort, Plain)
            .Solve()
            .Unmatched.Select(unmatched => unmatched.Sentence)
            .Distinct()
            .Order()
            .ShouldBe([
                "All mentors who suit are over-demanded: 2 mentees compete for 1 place, and all are taken.",
                "All mentors who suit are over-demanded: 3 mentees compete for 1 place, and all are taken.",
            ]);
    }

    [Fact]
    public void One_place_more_in_the_over_demanded_part_lets_one_more_be_matched()
    {
        var tried = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var (cohort, policy) = (Many(seed, 14, 5), Plain with { Seed = seed });
            var result = MatchingProblem.From(cohort, policy).Solve();
            foreach (
                var nearest in result
                    .Unmatched.Where(u => u.Reason == UnmatchedReasons.OverDemanded)
                    .Select(u => u.Nearest)
                    .Distinct()
            )
            {
                var more = cohort with
                {
                    Mentors =
                    [
                        .. cohort.Mentors.Select(m =>
                            m.Id != nearest
                                ? m
                                : m with
                                {
                                    Capacity = m.Capacity + 1,
                                    MinutesPerMonth = m.MinutesPerMonth + 60,
                                }
                        ),
                    ],
                };
                // Where the other of heads and hours is short, one more of both is still one place more.
                var places = MatchingProblem.From(more, policy);
                if (places.Graph.Capacity.Sum() != MatchingProblem.From(cohort, policy).Graph.Capacity.Sum() + 1)
                    continue;
                places.Solve().Matched.ShouldBe(result.Matched + 1, $"seed {seed}");
                tried++;
            }
        }
        tried.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void The_unmatched_learn_that_no_place_is_free() =>
        Solve([Keen], [Expert with { Capacity = 0 }])
            .Unmatched.ShouldHaveSingleItem()
            .Reason.ShouldBe(UnmatchedReasons.NoFreePlace);

    [Fact]
    public void Why_not_names_the_rule() =>
        Solve([Keen with { Managers = [Expert.Id] }], [Expert])
            .WhyNot(new(Keen.Id, Expert.Id))
            .ShouldBe("The mentor is one of the mentee's line managers, in the main or another job.");

    [Fact]
    public void Why_not_names_the_price_of_the_place()
    {
        var result = Solve([Keen, Curious], [Expert]);
        // The learning-goals weight of 0.34 on the difference between one of one and one of two wanted skills.
        result
            .WhyNot(new(Curious.Id, Expert.Id))
            .ShouldBe(
                "The place does more good elsewhere: with this pair the whole cohort's total would be at least "
                    + "170000 points lower."
            );
    }

    [Fact]
    public void Why_not_names_those_who_have_nobody_else()
    {
        // Both of the bound can only meet the generalist, whose one place would leave another of them out.
        var cohort = new Cohort([Keen, Bound, Bound with { Id = Id(4) }], [Expert, Generalist])
        {
            Exclusions = [new(Bound.Id, Expert.Id), new(Id(4), Expert.Id)],
        };
        var result = MatchingProblem.From(cohort, Plain).Solve();
        result.Matched.ShouldBe(2);
        result.WhyNot(new(Keen.Id, Generalist.Id))!.ShouldContain("one person more unmatched");
    }

    [Fact]
    public void Why_not_admits_a_tie()
    {
        var result = Solve([AMentee, AMentee with { Id = Id(5) }], [AMentor]);
        var unmatched = result.Unmatched.ShouldHaveSingleItem().Mentee;
        result.WhyNot(new(unmatched, AMentor.Id))!.ShouldStartWith("By the prices nothing speaks against");
    }

    [Fact]
    public void Why_not_tells_of_locks_and_of_candidates_beyond_the_limit()
    {
        var cohort = new Cohort([Keen, Curious], [Expert, Generalist]);
        var locked = MatchingProblem.From(cohort, Plain with { Locked = [new(Keen.Id, Expert.Id)] }).Solve();
        locked.WhyNot(new(Keen.Id, Generalist.Id)).ShouldBe("The coordinator locked this mentee to another mentor.");
        locked
            .WhyNot(new(Curious.Id, Expert.Id))
            .ShouldBe("The coordinator locked all places of this mentor to other mentees.");
        MatchingProblem
            .From(cohort, Plain with { CandidatesPerMentee = 1 })
            .Solve()
            .WhyNot(new(Keen.Id, Generalist.Id))
            .ShouldBe("The mentor is not among the best 1 candidate of this mentee.");
    }

    [Fact]
    public void Strangers_are_not_explained() =>
        Should.Throw<KeyNotFoundException>(() => Solve([Keen], [Expert]).WhyNot(new(Id(99), Expert.Id)));

    [Fact]
    public void A_stored_assignment_gives_the_same_result_without_solving()
    {
        var problem = MatchingProblem.From(Many(1, 20, 8), Plain);
        var solved = problem.Solve();
        var again = new MatchingResult(problem, solved.Assignment);
        again.Proposals.Select(p => (p.Pair, p.Score)).ShouldBe(solved.Proposals.Select(p => (p.Pair, p.Score)));
        again.Unmatched.ShouldBe(solved.Unmatched);
    }

    private static MatchingResult Solve(Mentee[] mentees, Mentor[] mentors) =>
        MatchingProblem.From(new Cohort(mentees, mentors), Plain).Solve();
}
