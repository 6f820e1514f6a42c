using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>What is kept of a solution answers about two people as the whole graph does.</summary>
public class SolvedPairTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly ExclusionReason[] OfStable =
    [
        ExclusionReason.MenteePrefersOther,
        ExclusionReason.MentorPrefersOthers,
    ];

    private static readonly HardRules Strict = new()
    {
        MaxTimeZoneSpanHours = 4,
        MinLevelDifference = 0,
        MaxLevelDifference = 2,
        SharedLanguage = true,
    };

    [Fact]
    public void Two_people_are_explained_as_from_the_graph_of_all()
    {
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from mentees in Gen.Choose(3, 9)
            from mentors in Gen.Choose(2, 6)
            from limit in Gen.Elements<int?>(null, 1, 2, 3)
            from rules in Gen.Elements(new HardRules(), Strict)
            from locks in Gen.Choose(0, 2)
            from fairness in Gen.Elements(
                FairnessBounds.None,
                new() { MaxRateGap = 0 },
                new() { MaxLoadAboveMean = 0 },
                new() { MaxScoreGap = 0, MaxLoadAboveMean = 1 }
            )
            select (
                Cohort: Varied(Many(seed, mentees, mentors), seed),
                Locks: locks,
                Policy: Plain with
                {
                    Seed = seed,
                    Rules = rules,
                    CandidatesPerMentee = limit,
                    Fairness = fairness,
                }
            );
        var seen = new HashSet<ExclusionReason?>();
        Prop.ForAll(cases.ToArbitrary(), c => Agree(c.Cohort, WithLocks(c.Cohort, c.Policy, c.Locks), seen))
            .Check(PropertyConfig.Of(300));
        seen.ShouldBe([null, .. Enum.GetValues<ExclusionReason>().Except(OfStable)], ignoreOrder: true);
    }

    /// <summary>Mentees in groups, equal people whose scores tie, and words in several spellings.</summary>
    private static Cohort Varied(Cohort cohort, int seed)
    {
        var random = new Random(seed);
        var mentors = cohort.Mentors.Select(mentor =>
            random.Next(3) == 0 ? cohort.Mentors[0] with { Id = mentor.Id } : mentor
        );
        return cohort with
        {
            Mentees =
            [
                .. cohort
                    .Mentees.Index()
                    .Select(m =>
                        m.Item with
                        {
                            Group = m.Index % 2 == 0 ? "even" : "odd",
                            Goals = [.. m.Item.Goals.Select(Spelled)],
                            Languages = [.. m.Item.Languages.Select(Spelled)],
                            Interests = [.. m.Item.Interests.Select(Spelled)],
                        }
                    ),
            ],
            Mentors =
            [
                .. mentors.Select(mentor =>
                    mentor with
                    {
                        OfferedSkills = [.. mentor.OfferedSkills.Select(s => s with { Name = Spelled(s.Name) })],
                        Languages = [.. mentor.Languages.Select(Spelled)],
                        CareerInterests = [.. mentor.CareerInterests.Select(Spelled)],
                    }
                ),
            ],
        };

        string Spelled(string word) =>
            random.Next(4) switch
            {
                0 => word.ToUpperInvariant(),
                1 => $" {word} ",
                _ => word,
            };
    }

    private static Policy WithLocks(Cohort cohort, Policy policy, int locks)
    {
        var problem = MatchingProblem.From(cohort, policy with { Fairness = FairnessBounds.None });
        var permitted = problem.Solve().Proposals.Take(locks).Select(proposal => proposal.Pair);
        return policy with { Locked = [.. permitted] };
    }

    private static bool Agree(Cohort cohort, Policy policy, HashSet<ExclusionReason?> seen)
    {
        var problem = MatchingProblem.From(cohort, policy);
        var result = problem.Solve();
        var graph = new GraphAnswers(problem, result.Assignment);
        var whole = Stored(result.SolvedCohort);
        foreach (var mentee in cohort.Mentees)
        {
            foreach (var mentor in cohort.Mentors)
            {
                var pair = new Pair(mentee.Id, mentor.Id);
                var solved = PricedPair.From(
                    cohort with
                    {
                        Mentees = [mentee],
                        Mentors = [mentor],
                    },
                    policy,
                    Stored(result.SolvedMentees.Single(m => m.Mentee == mentee.Id)),
                    Stored(result.SolvedMentors.Single(m => m.Mentor == mentor.Id)),
                    whole
                );
                solved.FindExclusionReason().ShouldBe(graph.ObstacleTo(pair));
                solved.WhyNot().ShouldBe(graph.WhyNot(pair));
                result.WhyNot(pair).ShouldBe(graph.WhyNot(pair));
                Text(solved.WhatWouldHelp()).ShouldBe(Text(graph.WhatWouldHelp(pair)));
                Text(solved.Explain()).ShouldBe(Text(problem.Explain(pair)));
                seen.Add(solved.FindExclusionReason());
            }
        }
        return true;
    }

    private static T Stored<T>(T value) => JsonSerializer.Deserialize<T>(Text(value), Json)!;

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);
}
