using System.Text.Json;
using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

public class MatchingProblemTests
{
    private static readonly Cohort Two = new([AMentee], [AMentor]);

    public static TheoryData<string, Cohort, Policy> Refused =>
        new()
        {
            { "weights.gender", Two, Weighted("gender", 1) },
            { "weights.Date-of-Birth", Two, Weighted("Date-of-Birth", 1) },
            { "weights.sexual-orientation", Two, Weighted("sexual-orientation", 0) },
            { "weights.charm", Two, Weighted("charm", 1) },
            { "weights.language", Two, Weighted("language", -1) },
            { "weights.language", Two, Weighted("language", 1001) },
            { "weights", Two, Plain with { Weights = Factor.All.ToDictionary(factor => factor.Name, _ => 0) } },
            { "candidatesPerMentee", Two, Plain with { CandidatesPerMentee = 0 } },
            { "experienceTarget", Two, Plain with { ExperienceTarget = new(5, 4) } },
            { "rules.maxTimeZoneSpanHours", Two, Plain with { Rules = new HardRules { MaxTimeZoneSpanHours = -1 } } },
            { "rules.maxTimeZoneSpanHours", Two, Plain with { Rules = new HardRules { MaxTimeZoneSpanHours = 13 } } },
            {
                "rules.minLevelDifference",
                Two,
                Plain with
                {
                    Rules = new HardRules { MinLevelDifference = 2, MaxLevelDifference = 1 },
                }
            },
            { "mentees", new([AMentee, AMentee], [AMentor]), Plain },
            { "mentors", new([AMentee], [AMentor, AMentor]), Plain },
            { "mentors", new([AMentee], [AMentor with { Capacity = -1 }]), Plain },
            { "mentors", new([AMentee], [AMentor with { MinutesPerMonth = -1 }]), Plain },
            { "mentors", new([AMentee], [AMentor with { ActiveMentorships = -1 }]), Plain },
            { "mentors", new([AMentee], [AMentor with { Values = new Dictionary<string, int> { ["q"] = 6 } }]), Plain },
            {
                "mentees",
                new([AMentee with { Personality = new Dictionary<string, int> { ["q"] = 0 } }], [AMentor]),
                Plain
            },
            { "mentees", new([AMentee with { Goals = [.. Enumerable.Repeat("sql", 1_001)] }], [AMentor]), Plain },
            { "mentees", new([AMentee with { Fields = [.. Enumerable.Repeat("law", 101)] }], [AMentor]), Plain },
            { "mentorMinutesPerMonth", Two, Plain with { MentorMinutesPerMonth = 0 } },
            {
                "locked",
                new([AMentee, new(Id(3))], [AMentor with { Capacity = 2, MinutesPerMonth = 60 }]),
                Plain with
                {
                    Locked = [APair, new(Id(3), AMentor.Id)],
                }
            },
            { "locked", Two, Plain with { Locked = [new(Id(9), AMentor.Id)] } },
            { "locked", Two, Plain with { Locked = [new(AMentee.Id, Id(9))] } },
            { "locked", Two, Plain with { Locked = [APair, APair] } },
            {
                "locked",
                new([AMentee, new(Id(3))], [AMentor]),
                Plain with
                {
                    Locked = [APair, new(Id(3), AMentor.Id)],
                }
            },
            { "locked", Two, Plain with { Locked = [APair], Forbidden = [APair] } },
            { "locked", new([AMentee with { Managers = [AMentor.Id] }], [AMentor]), Plain with { Locked = [APair] } },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_matched_is_refused_and_says_where(string field, Cohort cohort, Policy policy) =>
        Should.Throw<InvalidProblemException>(() => MatchingProblem.From(cohort, policy)).Field.ShouldBe(field);

    [Fact]
    public void Weights_not_named_keep_their_default_and_all_add_up_to_the_whole()
    {
        var weights = MatchingProblem.From(Two, Weighted("language", 0)).EffectiveWeights;
        weights["language"].ShouldBe(0);
        weights["learning-goals"].ShouldBe(354);
        weights.Values.Sum().ShouldBe(1000);
    }

    [Fact]
    public void The_order_of_people_and_lists_makes_no_difference()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (cohort, policy) = (
                Many(seed, 30, 12),
                Plain with
                {
                    Seed = seed,
                    CandidatesPerMentee = seed % 2 == 0 ? null : 4,
                }
            );
            var backwards = new Cohort(
                [
                    .. cohort
                        .Mentees.Reverse()
                        .Select(m =>
                            m with
                            {
                                Interests = [.. m.Interests.Reverse()],
                                WantedSkills = [.. m.WantedSkills.Reverse()],
                            }
                        ),
                ],
                [.. cohort.Mentors.Reverse()]
            )
            {
                Exclusions = [.. cohort.Exclusions.Reverse()],
                Ended = cohort.Ended,
            };
            (Json(backwards, policy) == Json(cohort, policy)).ShouldBeTrue($"seed {seed}");
        }
    }

    [Fact]
    public void The_seed_chooses_among_equals()
    {
        var cohort = new Cohort([.. Enumerable.Range(0, 8).Select(n => new Mentee(Id(n)))], [new(Id(20), 3)]);
        var answers = Enumerable
            .Range(0, 20)
            .Select(seed => MatchingProblem.From(cohort, Plain with { Seed = seed }).Solve())
            .ToArray();
        answers.ShouldAllBe(answer => answer.Matched == 3 && answer.TotalScore == 1_500_000);
        answers
            .Select(answer => string.Join(",", answer.Proposals.Select(p => p.Pair.Mentee)))
            .Distinct()
            .Count()
            .ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_locked_pair_is_kept_and_takes_its_place()
    {
        var better = new Mentee(Id(3)) { Goals = ["sql"] };
        var cohort = new Cohort(
            [AMentee with { Goals = ["chess"] }, better],
            [AMentor with { OfferedSkills = [new("sql")] }]
        );
        Matched(cohort, Plain).ShouldBe([new(better.Id, AMentor.Id)]);
        Matched(cohort, Plain with { Locked = [APair] }).ShouldBe([APair]);
        Matched(cohort, Plain with { Forbidden = [new(better.Id, AMentor.Id)] }).ShouldBe([APair]);
    }

    private static IReadOnlyList<Pair> Matched(Cohort cohort, Policy policy)
    {
        var result = MatchingProblem.From(cohort, policy).Solve();
        result.Verify().ShouldBe(VerificationResult.Proved);
        return [.. result.Proposals.Select(proposal => proposal.Pair)];
    }

    private static string Json(Cohort cohort, Policy policy) =>
        JsonSerializer.Serialize(MatchingProblem.From(cohort, policy).Solve());

    private static Policy Weighted(string factor, int weight) =>
        Plain with
        {
            Weights = new Dictionary<string, int> { [factor] = weight },
        };
}
