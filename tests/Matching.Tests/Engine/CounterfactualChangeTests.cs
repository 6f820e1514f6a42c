using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

public class CounterfactualChangeTests
{
    private static readonly HardRules Strict = new()
    {
        MaxTimeZoneSpanHours = 4,
        MinLevelDifference = 0,
        MaxLevelDifference = 2,
        SharedLanguage = true,
    };

    [Fact]
    public void What_would_help_makes_the_pair_permitted_or_reach_its_price()
    {
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from limit in Gen.Elements<int?>(null, 2)
            from rules in Gen.Elements(new HardRules(), Strict)
            from fairness in Gen.Elements(
                FairnessBounds.None,
                new() { MaxRateGap = 0 },
                new() { MaxScoreGap = 0, MaxLoadAboveMean = 1 }
            )
            select (
                Cohort: Grouped(Many(seed, 7, 5)),
                Policy: Plain with
                {
                    Seed = seed,
                    Rules = rules,
                    CandidatesPerMentee = limit,
                    Fairness = fairness,
                }
            );
        var told = new HashSet<(bool Rule, bool Suffices)>();
        Prop.ForAll(cases.ToArbitrary(), c => Hold(c.Cohort, c.Policy, told)).Check(PropertyConfig.Of(60));
        told.Count.ShouldBe(4);
    }

    [Fact]
    public void A_bound_on_load_is_no_matter_of_profiles()
    {
        var cohort = new Cohort([AMentee, new(Id(3))], [AMentor with { Capacity = 5 }, new(Id(4), 1)]);
        var result = MatchingProblem
            .From(
                cohort,
                Plain with
                {
                    Locked = [APair],
                    Fairness = new() { MaxLoadAboveMean = 0 },
                }
            )
            .Solve();
        var pair = new Pair(Id(3), AMentor.Id);
        result.WhyNot(pair)!.ShouldStartWith("The bound on mentors' load");
        result.WhatWouldHelp(pair)!.Suffices.ShouldBeFalse();
    }

    private static Cohort Grouped(Cohort cohort) =>
        cohort with
        {
            Mentees =
            [
                .. cohort.Mentees.Index().Select(m => m.Item with { Group = m.Index % 2 == 0 ? "even" : "odd" }),
            ],
        };

    private static bool Hold(Cohort cohort, Policy policy, HashSet<(bool Rule, bool Suffices)> told)
    {
        var problem = MatchingProblem.From(cohort, policy);
        var result = problem.Solve();
        foreach (
            var pair in cohort.Mentees.SelectMany(mentee =>
                cohort.Mentors.Select(mentor => new Pair(mentee.Id, mentor.Id))
            )
        )
        {
            var (help, before) = (result.WhatWouldHelp(pair), problem.Explain(pair));
            (help is null).ShouldBe(result.WhyNot(pair) is null);
            if (help is null)
                continue;
            help.Sentence.ShouldNotBeEmpty();
            var after = MatchingProblem.From(Changed(cohort, pair, help.Changes), policy).Explain(pair);
            if (help is { Suffices: true })
                after.Permitted.ShouldBeTrue(help.Sentence);
            if (before.Permitted)
            {
                (after.Score - before.Score).ShouldBe((int)help.PointsGained, help.Sentence);
                (help.PointsGained >= help.PointsMissing).ShouldBe(help.Suffices || help.PointsMissing == 0);
            }
            told.Add((!before.Permitted, help.Suffices));
        }
        return true;
    }

    [Fact]
    public void No_more_points_are_missing_than_the_pair_would_cost()
    {
        var (compared, exact) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var (cohort, policy) = (Many(seed, 6, 4), Plain with { Seed = seed });
            var result = MatchingProblem.From(cohort, policy).Solve();
            foreach (
                var pair in cohort.Mentees.SelectMany(mentee =>
                    cohort.Mentors.Select(mentor => new Pair(mentee.Id, mentor.Id))
                )
            )
            {
                if (
                    result.WhatWouldHelp(pair) is not { PointsMissing: var missing }
                    || !MatchingProblem.From(cohort, policy).Explain(pair).Permitted
                )
                    continue;
                var forced = MatchingProblem.From(cohort, policy with { Locked = [pair] }).Solve();
                if (forced.Matched < result.Matched)
                    continue;
                missing.ShouldBeLessThanOrEqualTo(result.TotalScore - forced.TotalScore, $"seed {seed}");
                (compared, exact) = (compared + 1, exact + (missing == result.TotalScore - forced.TotalScore ? 1 : 0));
            }
        }
        compared.ShouldBeGreaterThan(100);
        exact.ShouldBeGreaterThan(compared / 2);
    }

    [Fact]
    public void No_smaller_set_of_changes_reaches_the_price()
    {
        var compared = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            var (cohort, policy) = (Many(seed, 7, 4), Plain with { Seed = seed });
            var problem = MatchingProblem.From(cohort, policy);
            var result = problem.Solve();
            foreach (
                var pair in cohort.Mentees.SelectMany(mentee =>
                    cohort.Mentors.Select(mentor => new Pair(mentee.Id, mentor.Id))
                )
            )
            {
                if (result.WhatWouldHelp(pair) is not { PointsMissing: > 0 } help)
                    continue;
                var (mentee, mentor) = (
                    cohort.Mentees.Single(m => m.Id == pair.Mentee),
                    cohort.Mentors.Single(m => m.Id == pair.Mentor)
                );
                var every = Possible(mentee, mentor).ToArray();
                var gains = every
                    .SelectMany(
                        (one, at) => every.Skip(at).Select(other => Gain(problem, mentee, mentor, [one, other]))
                    )
                    .ToArray();
                if (help is not { Suffices: true, Changes.Count: <= 2 })
                    gains.DefaultIfEmpty().Max().ShouldBeLessThan(help.PointsMissing, help.Sentence);
                if (help is not { Suffices: true, Changes.Count: 1 })
                    every
                        .Select(one => Gain(problem, mentee, mentor, [one]))
                        .DefaultIfEmpty()
                        .Max()
                        .ShouldBeLessThan(help.PointsMissing, help.Sentence);
                compared++;
            }
        }
        compared.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_missing_place_and_missing_hours_are_told_together()
    {
        var help = Help(AMentee, AMentor with { Capacity = 0, MinutesPerMonth = 60, ActiveMentorships = 1 })!;
        help.Suffices.ShouldBeTrue();
        help.Sentence.ShouldBe(
            "The pair would be permitted if the mentor has 1 free place instead of 0 and the mentor gives 2 hours "
                + "a month instead of 1 hour."
        );
    }

    [Fact]
    public void The_least_step_of_level_is_told() =>
        Help(AMentee with { Level = 4 }, AMentor with { Level = 3 }, new HardRules { MinLevelDifference = 1 })!
            .Sentence.ShouldBe("The pair would be permitted if the mentee's job level is 2 instead of 4.");

    [Fact]
    public void A_common_language_is_told() =>
        Help(
            AMentee with
            {
                Languages = ["Hindi"],
            },
            AMentor with
            {
                Languages = ["French"],
            },
            new HardRules { SharedLanguage = true }
        )!
            .Sentence.ShouldBe(
                "The pair would be permitted if they have a common language, French, which the mentee does not list."
            );

    [Fact]
    public void A_nearer_time_zone_is_told() =>
        Help(
            AMentee with
            {
                TimeZone = "Asia/Tokyo",
            },
            AMentor with
            {
                TimeZone = "Europe/Paris",
            },
            new HardRules { MaxTimeZoneSpanHours = 3 }
        )!
            .Sentence.ShouldBe(
                "The pair would be permitted if the mentee works in Europe/Paris instead of Asia/Tokyo."
            );

    [Fact]
    public void Where_no_change_suffices_it_says_so()
    {
        Help(
            AMentee with
            {
                Managers = [AMentor.Id],
                Level = 3,
            },
            AMentor with
            {
                Level = 1,
            },
            new HardRules { MinLevelDifference = 1 }
        )!
            .Sentence.ShouldBe("No change of a profile makes the rule 'not-own-manager' pass.");
        Help(AMentee, AMentor with { IneligibilityReason = "on leave" })!.Suffices.ShouldBeFalse();
    }

    [Fact]
    public void Missing_points_are_told_with_the_skills_that_bring_them()
    {
        var wanted = new Skill[] { new("rust", 3), new("sql", 4) };
        var (keen, other) = (AMentee with { WantedSkills = wanted }, new Mentee(Id(3)) { Goals = ["chess"] });
        var result = MatchingProblem
            .From(new([keen, other], [AMentor with { OfferedSkills = [new("chess", 5)] }]), Plain)
            .Solve();
        var help = result.WhatWouldHelp(APair)!;
        help.Sentence.ShouldBe(
            "340000 points are missing to 670000, which the places of these two are worth elsewhere. "
                + "The score would gain 340000 if the mentor offers rust at level 3 and the mentor offers sql at "
                + "level 4."
        );
        help.Changes.Select(change => (change.Attribute, change.Term, change.Number))
            .ShouldBe([(ProfileAttributes.OfferedSkill, "rust", 3), (ProfileAttributes.OfferedSkill, "sql", 4)]);
    }

    [Fact]
    public void What_the_coordinator_locked_is_not_for_profiles_to_change()
    {
        var locked = MatchingProblem
            .From(new([AMentee, new(Id(3))], [AMentor, new(Id(4), 1)]), Plain with { Locked = [APair] })
            .Solve();
        locked.WhatWouldHelp(APair).ShouldBeNull();
        locked.WhatWouldHelp(new(AMentee.Id, Id(4)))!.Suffices.ShouldBeFalse();
        locked
            .WhatWouldHelp(new(Id(3), AMentor.Id))!
            .Sentence.ShouldBe("The pair would be permitted if the mentor has 2 free places instead of 1.");
    }

    private static CounterfactualChange? Help(Mentee mentee, Mentor mentor, HardRules? rules = null) =>
        MatchingProblem
            .From(new([mentee], [mentor]), Plain with { Rules = rules ?? new() })
            .Solve()
            .WhatWouldHelp(new(mentee.Id, mentor.Id));

    private static long Gain(MatchingProblem problem, Mentee mentee, Mentor mentor, ProfileChange[] changes) =>
        Explain(
            changes.Aggregate(mentee, (m, change) => change.ApplyTo(m)),
            changes.Aggregate(mentor, (m, change) => change.ApplyTo(m))
        ).Score - problem.Explain(new(mentee.Id, mentor.Id)).Score;

    private static Cohort Changed(Cohort cohort, Pair pair, IReadOnlyList<ProfileChange> changes) =>
        cohort with
        {
            Mentees =
            [
                .. cohort.Mentees.Select(mentee =>
                    mentee.Id == pair.Mentee ? changes.Aggregate(mentee, (m, change) => change.ApplyTo(m)) : mentee
                ),
            ],
            Mentors =
            [
                .. cohort.Mentors.Select(mentor =>
                    mentor.Id == pair.Mentor ? changes.Aggregate(mentor, (m, change) => change.ApplyTo(m)) : mentor
                ),
            ],
        };

    /// <summary>Every single change by a word that the other of the two has.</summary>
    private static IEnumerable<ProfileChange> Possible(Mentee mentee, Mentor mentor) =>
        [
            .. mentee.WantedSkills.Select(skill => new ProfileChange(
                ProfileChange.Mentor,
                ProfileAttributes.OfferedSkill,
                skill.Name,
                skill.Level ?? 5,
                ""
            )),
            .. mentee.Goals.Select(goal => new ProfileChange(
                ProfileChange.Mentor,
                ProfileAttributes.OfferedSkill,
                goal,
                5,
                ""
            )),
            .. mentor.OfferedSkills.Select(skill => new ProfileChange(
                ProfileChange.Mentee,
                ProfileAttributes.WantedSkill,
                skill.Name,
                skill.Level,
                ""
            )),
            .. Words(ProfileAttributes.Interest, mentee.Interests, mentor.Interests),
            .. Words(ProfileAttributes.CareerInterest, mentee.CareerInterests, mentor.CareerInterests),
            .. Words(ProfileAttributes.Language, mentee.Languages, mentor.Languages),
            .. (mentor.Fields ?? []).Select(field => new ProfileChange(
                ProfileChange.Mentee,
                ProfileAttributes.TargetField,
                field,
                null,
                ""
            )),
        ];

    private static IEnumerable<ProfileChange> Words(
        string attribute,
        IEnumerable<string> mentees,
        IEnumerable<string> mentors
    ) =>
        [
            .. mentees.Select(word => new ProfileChange(ProfileChange.Mentor, attribute, word, null, "")),
            .. mentors.Select(word => new ProfileChange(ProfileChange.Mentee, attribute, word, null, "")),
        ];
}
