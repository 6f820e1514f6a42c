using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Runs;

public class RequestRunTests
{
    private static readonly DeciderSpec<Run, RunEvent> Spec = DeciderSpec.Of<Run, RunEvent>(Run.Evolve);
    private static readonly ProgramReplica Program = new(TheProgram.Value, 2, "Early career", ["BER"], new(2026, 1, 1))
    {
        Formats = ["oneToOne"],
    };
    private static readonly RequestRun.Request TheRequest = new(TheProgram.Value);

    [Fact]
    public void A_run_is_requested() => Spec.When(_ => RequestRun.Decide(Program, Requested)).Then(Requested);

    [Fact]
    public void A_run_is_requested_with_its_variants() =>
        Spec.When(_ => RequestRun.Decide(Program, Requested, OtherVariant)).Then(Requested, OtherVariant);

    [Fact]
    public void A_program_that_nobody_knows_has_no_run() =>
        Spec.When(_ => RequestRun.Decide(null, Requested)).ThenThrows(DomainError.NotFound);

    [Fact]
    public void A_program_of_which_only_the_end_is_known_has_no_run() =>
        Spec.When(_ => RequestRun.Decide(Program with { Version = 0, Ended = true }, Requested))
            .ThenThrows(DomainError.NotFound);

    [Fact]
    public void A_program_that_ended_has_no_run() =>
        Spec.When(_ => RequestRun.Decide(Program with { Ended = true }, Requested))
            .ThenThrows(DomainError.Conflict, "ended");

    [Fact]
    public void A_run_proposes_only_what_the_program_has()
    {
        Spec.When(_ => RequestRun.Decide(Program with { Formats = ["coffee"] }, Requested))
            .ThenThrows(DomainError.Conflict, "Add oneToOne to the formats");
        Spec.When(_ => RequestRun.Decide(Program, Requested with { Kind = MatchKind.Reciprocal }))
            .ThenThrows(DomainError.Conflict, "Add reciprocal to the formats");
    }

    [Fact]
    public void What_is_not_said_keeps_its_default()
    {
        var policy = PolicyOf(TheRequest, new(2026, 3, 2));

        policy.ShouldBeEquivalentTo(new Policy { Day = new(2026, 3, 2) });
    }

    [Fact]
    public void What_is_said_stands_in_the_policy()
    {
        var policy = PolicyOf(
            TheRequest with
            {
                Weights = new Dictionary<string, int> { ["experience"] = 0 },
                Rules = new() { MaxTimeZoneSpanHours = 3 },
                Seed = 7,
                CandidatesPerMentee = 5,
            },
            new(2026, 3, 2)
        );

        policy.Weights["experience"].ShouldBe(0);
        policy.Rules.MaxTimeZoneSpanHours.ShouldBe(3);
        (policy.Seed, policy.CandidatesPerMentee).ShouldBe((7, 5));
    }

    [
        Theory,
        InlineData("shoe-size", 5, "weights.shoe-size"),
        InlineData("gender", 5, "weights.gender"),
        InlineData("experience", 5000, "weights.experience")
    ]
    public void A_weight_that_cannot_be_is_refused(string factor, int weight, string field) =>
        Should
            .Throw<InvalidFieldException>(() =>
                PolicyOf(
                    TheRequest with
                    {
                        Weights = new Dictionary<string, int> { [factor] = weight },
                    },
                    new(2026, 3, 2)
                )
            )
            .Errors.Keys.ShouldBe([field]);

    [Fact]
    public void A_range_of_years_beyond_a_life_is_refused() =>
        InvalidFields(TheRequest with { ExperienceTarget = new(int.MinValue, int.MaxValue) })
            .ShouldBe(["experienceTarget"]);

    [Fact]
    public void Lists_of_pairs_without_end_are_refused()
    {
        var many = Enumerable.Repeat(new Pair(Bo.Value, Ada.Value), 10_001).ToArray();

        InvalidFields(TheRequest with { Exclusions = many, Locked = many, Forbidden = many })
            .ShouldBe(["exclusions", "locked", "forbidden"]);
    }

    [Fact]
    public void A_variant_is_the_first_but_for_what_it_says()
    {
        var asked = TheRequest with
        {
            Name = " As it is ",
            Locked = [new(Bo.Value, Ada.Value)],
            Weights = new Dictionary<string, int> { ["experience"] = 0 },
            Fairness = new(GroupBy.Site, MaxRateGap: 50),
            Capacity = new(MaxPerMentor: 2),
            MentorMinutesPerMonth = 90,
            Variants =
            [
                new(
                    "Other weights",
                    Weights: new Dictionary<string, int> { ["experience"] = 900 },
                    MentorMinutesPerMonth: 45
                ),
                new(Fairness: new(), Locked: [], Capacity: new(ExtraPerMentor: 1)),
            ],
        };

        var variants = RequestRun.VariantsOf(asked, new(2026, 3, 2));

        variants
            .Select(v => v.Terms)
            .ShouldBe([
                new("As it is", GroupBy.Site, new(2)),
                new("Other weights", GroupBy.Site, new(2)),
                new(null, null, new(null, 1)),
            ]);
        variants.Select(v => v.Policy.Locked.Count).ShouldBe([1, 1, 0]);
        variants.Select(v => v.Policy.Weights["experience"]).ShouldBe([0, 900, 0]);
        variants.Select(v => v.Policy.Fairness.MaxRateGap).ShouldBe([50, 50, null]);
        variants.Select(v => v.Policy.MentorMinutesPerMonth).ShouldBe([90, 45, 90]);
    }

    [Fact]
    public void Each_variant_has_a_method_and_a_stable_one_weights_of_mentors()
    {
        var weights = new Dictionary<string, int> { ["experience"] = 900 };
        var asked = TheRequest with
        {
            Method = MatchingMethod.StableForMentees,
            MentorWeights = weights,
            Variants =
            [
                new(Method: MatchingMethod.StableForMentors),
                new(Method: MatchingMethod.Optimal),
                new(Name: "As the first"),
            ],
        };

        RequestRun
            .VariantsOf(asked, new(2026, 3, 2))
            .Select(v => (v.Terms.Method, v.Terms.MentorWeights))
            .ShouldBe([
                (MatchingMethod.StableForMentees, weights),
                (MatchingMethod.StableForMentors, weights),
                (MatchingMethod.Optimal, null),
                (MatchingMethod.StableForMentees, weights),
            ]);
    }

    [Theory, InlineData(MatchKind.Reciprocal), InlineData(MatchKind.Group)]
    public void Peers_and_groups_have_no_stable_method(MatchKind kind)
    {
        var asked = TheRequest with { Kind = kind, Method = MatchingMethod.Optimal };

        Refused(asked with { Method = MatchingMethod.StableForMentees }, "method");
        Refused(asked with { Variants = [new(Method: MatchingMethod.StableForMentors)] }, "variants[0].method");
        RequestRun.VariantsOf(asked, new(2026, 3, 2)).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_stable_variant_has_no_bounds_and_an_optimal_one_no_weights_of_mentors()
    {
        var weights = new Dictionary<string, int> { ["experience"] = 900 };
        var (stable, bounded) = (
            TheRequest with
            {
                Method = MatchingMethod.StableForMentors,
            },
            TheRequest with
            {
                Fairness = new(MaxLoadAboveMean: 1),
            }
        );

        Refused(stable with { Fairness = new(MaxLoadAboveMean: 0) }, "fairness");
        Refused(bounded with { Variants = [new(Method: MatchingMethod.StableForMentees)] }, "variants[0].fairness");
        RequestRun
            .VariantsOf(
                bounded with
                {
                    Variants = [new(Method: MatchingMethod.StableForMentees, Fairness: new())],
                },
                new(2026, 3, 2)
            )
            .Count.ShouldBe(2);
        Refused(TheRequest with { MentorWeights = weights }, "mentorWeights");
        Refused(
            stable with
            {
                Variants = [new(Method: MatchingMethod.Optimal, MentorWeights: weights)],
            },
            "variants[0].mentorWeights"
        );
        foreach (var (factor, weight) in new[] { ("gender", 1), ("shoe-size", 1), ("experience", 1001) })
            Refused(
                stable with
                {
                    MentorWeights = new Dictionary<string, int> { [factor] = weight },
                },
                $"mentorWeights.{factor}"
            );
    }

    private static void Refused(RequestRun.Request request, string field) =>
        Should
            .Throw<InvalidFieldException>(() => RequestRun.VariantsOf(request, new(2026, 3, 2)))
            .Errors.Keys.ShouldBe([field]);

    [Fact]
    public void All_that_is_wrong_is_said_at_once_and_where()
    {
        var asked = TheRequest with
        {
            Name = " ",
            Fairness = new(MaxRateGap: 50),
            Variants =
            [
                new(Name: "two\nlines"),
                new(Capacity: new(0, 101), CandidatesPerMentee: 0, Fairness: new(GroupBy.Level, 1001, -1, -1)),
            ],
        };

        InvalidFields(asked)
            .ShouldBe([
                "name",
                "fairness.groupBy",
                "variants[0].name",
                "variants[1].candidatesPerMentee",
                "variants[1].capacity.maxPerMentor",
                "variants[1].capacity.extraPerMentor",
                "variants[1].fairness.maxRateGap",
                "variants[1].fairness.maxScoreGap",
                "variants[1].fairness.maxLoadAboveMean",
            ]);
        Should
            .Throw<InvalidFieldException>(() =>
                RequestRun.VariantsOf(
                    TheRequest with
                    {
                        Variants = [new(Weights: new Dictionary<string, int> { ["age"] = 1 })],
                    },
                    new(2026, 3, 2)
                )
            )
            .Errors.Keys.ShouldBe(["variants[0].weights.age"]);
        InvalidFields(TheRequest with { Variants = [.. Enumerable.Repeat(new VariantRequest(), 10)] })
            .ShouldBe(["variants"]);
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(10_001)]
    public void A_mentorship_takes_some_time_and_not_all_of_it(int minutes)
    {
        var asked = TheRequest with
        {
            MentorMinutesPerMonth = minutes,
            Variants = [new(MentorMinutesPerMonth: minutes)],
        };

        InvalidFields(asked).ShouldBe(["mentorMinutesPerMonth", "variants[0].mentorMinutesPerMonth"]);
    }

    private static Policy PolicyOf(RequestRun.Request request, DateOnly day) =>
        RequestRun.VariantsOf(request, day).ShouldHaveSingleItem().Policy;

    private static IEnumerable<string> InvalidFields(RequestRun.Request request)
    {
        RequestValidation.Configure();
        return new RequestRun.Validator().Validate(request).Errors.Select(e => e.PropertyName).Distinct();
    }
}
