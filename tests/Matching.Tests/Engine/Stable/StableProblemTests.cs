using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>Stable matchings of small cohorts, checked pair by pair from what both sides say of each pair.</summary>
public class StableProblemTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly IReadOnlyDictionary<string, int> Experience = new Dictionary<string, int>
    {
        ["learning-goals"] = 20,
        ["experience"] = 900,
    };

    private sealed record Case(
        Cohort Cohort,
        Policy Policy,
        IReadOnlyDictionary<string, int>? MentorWeights,
        ProposingSide Side
    )
    {
        public StableProblem Problem => StableProblem.From(Cohort, Policy, MentorWeights);

        public IEnumerable<Pair> Pairs =>
            Cohort.Mentees.SelectMany(mentee => Cohort.Mentors.Select(mentor => new Pair(mentee.Id, mentor.Id)));
    }

    /// <summary>The definition of a stable matching with places, from explanations of single pairs alone.</summary>
    private sealed class Checker
    {
        private readonly Case _case;
        private readonly Dictionary<Guid, Guid> _mentorOf;
        private readonly HashSet<Guid> _locked;
        private readonly MatchingProblem _forMentees;
        private readonly MatchingProblem _forMentors;

        public Checker(Case c, StableResult result)
        {
            _case = c;
            _mentorOf = result
                .Proposals.Select(proposal => proposal.ForMentee.Pair)
                .ToDictionary(pair => pair.Mentee, pair => pair.Mentor);
            _locked = [.. c.Policy.Locked.Select(pair => pair.Mentee)];
            _forMentees = MatchingProblem.From(c.Cohort, c.Policy);
            _forMentors = MatchingProblem.From(
                c.Cohort,
                c.Policy with
                {
                    Weights = c.MentorWeights ?? c.Policy.Weights,
                }
            );
        }

        /// <summary>Who is locked is no candidate, nor a mentor whose places are locked.</summary>
        public bool IsCandidate(Pair pair) =>
            _forMentees.CandidatesOf(pair.Mentee).Any(candidate => candidate.Mentor == pair.Mentor);

        public bool IsPermitted(Pair pair) => _forMentees.Explain(pair).Permitted;

        public bool KeepsRulesAndPlaces =>
            _mentorOf.All(pair => IsPermitted(new(pair.Key, pair.Value)))
            && _case.Cohort.Mentors.All(mentor => MenteesOf(mentor.Id).Length <= PlacesOf(mentor.Id));

        public bool IsBlocking(Pair pair) =>
            IsCandidate(pair)
            && _mentorOf.GetValueOrDefault(pair.Mentee) != pair.Mentor
            && (!_mentorOf.ContainsKey(pair.Mentee) || ForMentee(pair) > ForMentee(OwnPairOf(pair.Mentee)))
            && (HasFreePlace(pair.Mentor) || Held(pair.Mentor).Any(held => ForMentor(pair) > ForMentor(held)));

        public bool IsTrue(ExclusionReason? reason, Pair pair) =>
            reason switch
            {
                null => _mentorOf.GetValueOrDefault(pair.Mentee) == pair.Mentor,
                ExclusionReason.MenteeLocked => _locked.Contains(pair.Mentee),
                ExclusionReason.Rule => !IsPermitted(pair),
                ExclusionReason.CapacityLocked => !Held(pair.Mentor).Any() && !HasFreePlace(pair.Mentor),
                ExclusionReason.NotAmongBest => IsPermitted(pair) && !IsCandidate(pair),
                ExclusionReason.MenteePrefersOther => ForMentee(OwnPairOf(pair.Mentee)) >= ForMentee(pair),
                ExclusionReason.MentorPrefersOthers => !HasFreePlace(pair.Mentor)
                    && Held(pair.Mentor).All(held => ForMentor(held) >= ForMentor(pair)),
                _ => false,
            };

        public int ForMentee(Pair pair) => _forMentees.Explain(pair).Score;

        public int ForMentor(Pair pair) => _forMentors.Explain(pair).Score;

        public bool HasFreePlace(Guid mentor) => MenteesOf(mentor).Length < PlacesOf(mentor);

        private Pair OwnPairOf(Guid mentee) => new(mentee, _mentorOf[mentee]);

        /// <summary>Those whom the solver gave.</summary>
        private IEnumerable<Pair> Held(Guid mentor) =>
            MenteesOf(mentor).Where(mentee => !_locked.Contains(mentee)).Select(mentee => new Pair(mentee, mentor));

        private Guid[] MenteesOf(Guid mentor) =>
            [.. _mentorOf.Where(pair => pair.Value == mentor).Select(pair => pair.Key)];

        private int PlacesOf(Guid mentor) =>
            _case.Cohort.Mentors.Single(m => m.Id == mentor).CapacityWithinHours(_case.Policy.MinutesPerMentorship);
    }

    [Fact]
    public void No_pair_that_may_be_matched_blocks_and_every_reason_is_true()
    {
        var seen = new HashSet<ExclusionReason?>();
        Holds(
            300,
            c =>
            {
                var result = c.Problem.Solve(c.Side);
                var checker = new Checker(c, result);
                return checker.KeepsRulesAndPlaces
                    && !c.Pairs.Any(checker.IsBlocking)
                    && result.Verify() is { Holds: true, BlockingPairs: 0 }
                    && c.Pairs.All(pair =>
                    {
                        var solved = Stored(c, result, pair);
                        var reason = solved.FindExclusionReason();
                        seen.Add(reason);
                        return checker.IsTrue(reason, pair)
                            && (solved.WhyNot() is null) == (reason is null)
                            && (solved.WhatWouldHelp() is null) == (reason is null)
                            && solved.Explain().Score == checker.ForMentee(pair)
                            && (solved.ExplainForMentor() ?? solved.Explain()).Score == checker.ForMentor(pair);
                    });
            }
        );
        seen.ShouldBe(
            [
                null,
                ExclusionReason.MenteeLocked,
                ExclusionReason.Rule,
                ExclusionReason.CapacityLocked,
                ExclusionReason.NotAmongBest,
                ExclusionReason.MenteePrefersOther,
                ExclusionReason.MentorPrefersOthers,
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void The_result_is_among_all_stable_choices_and_the_best_for_the_side_that_proposes()
    {
        var strict = 0;
        Holds(
            150,
            c =>
            {
                var problem = c.Problem;
                var all = new TwoSidedCohort(problem.Graph, problem.MentorScores);
                var stable = all.StableChoices().ToArray();
                var edges = problem.Solve(c.Side).Matching.Edges;
                if (!stable.Any(choice => choice.SequenceEqual(edges)))
                    return false;
                if (
                    problem.Graph.Score.Distinct().Count() < problem.Graph.EdgeCount
                    || problem.MentorScores.Distinct().Count() < problem.Graph.EdgeCount
                )
                    return true;
                strict++;
                return stable.All(other =>
                    all.Mentees.All(mentee =>
                    {
                        var (mine, its) = (all.MenteeScore(edges[mentee]), all.MenteeScore(other[mentee]));
                        return c.Side is ProposingSide.Mentees ? mine >= its : mine <= its;
                    })
                );
            }
        );
        strict.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Everybody_is_matched_or_reads_why_and_all_points_add_up() =>
        Holds(
            150,
            c =>
            {
                var result = c.Problem.Solve(c.Side);
                var checker = new Checker(c, result);
                var people = result
                    .Proposals.Select(p => p.ForMentee.Pair.Mentee)
                    .Concat(result.Unmatched.Select(u => u.Mentee));
                return people.Order().SequenceEqual(c.Cohort.Mentees.Select(m => m.Id).Order())
                    && result.TotalScore == result.Proposals.Sum(p => (long)p.ForMentee.Score)
                    && result
                        .Proposals.SelectMany(p => new[] { p.ForMentee, p.ForMentor })
                        .OfType<PairExplanation>()
                        .All(why => why.Score == why.Contributions.Sum(part => part.Points))
                    && result.Unmatched.All(u =>
                        c.Pairs.Where(pair => pair.Mentee == u.Mentee).Any(checker.IsCandidate)
                        == (u.Reason == UnmatchedReasons.PreferredOthers)
                    )
                    && result
                        .Unmatched.Where(u => u.Reason == UnmatchedReasons.PreferredOthers)
                        .All(u => !checker.HasFreePlace(u.Nearest!.Value));
            }
        );

    [Fact]
    public void The_order_of_people_changes_nothing() =>
        Holds(
            60,
            c =>
            {
                var turned = c.Cohort with
                {
                    Mentees = [.. c.Cohort.Mentees.Reverse()],
                    Mentors = [.. c.Cohort.Mentors.Reverse()],
                };
                return Text(c.Problem.Solve(c.Side).Proposals)
                    == Text((c with { Cohort = turned }).Problem.Solve(c.Side).Proposals);
            }
        );

    [Fact]
    public void Without_weights_of_mentors_both_sides_agree()
    {
        var same = StableProblem.From(Many(1, 9, 6), Plain, Plain.Weights);

        same.HasOwnWeights.ShouldBeFalse();
        same.MentorScores.ShouldBeSameAs(same.Graph.Score);
        same.Solve(ProposingSide.Mentors).Proposals.ShouldAllBe(p => p.ForMentor == null);
        StableProblem.From(Many(1, 9, 6), Plain, Experience).HasOwnWeights.ShouldBeTrue();
    }

    [Fact]
    public void A_locked_pair_is_given_and_outside_of_the_claim()
    {
        var cohort = Many(3, 9, 5);
        var chosen = StableProblem.From(cohort, Plain).Solve(ProposingSide.Mentees).Proposals[0].ForMentee.Pair;
        var problem = StableProblem.From(cohort, Plain with { Locked = [chosen] }, Experience);

        var result = problem.Solve(ProposingSide.Mentors);

        result.Proposals.Where(p => p.Locked).ShouldHaveSingleItem().ForMentee.Pair.ShouldBe(chosen);
        result.Verify().Sentence.ShouldEndWith("This leaves out what a coordinator fixed: 1 pair.");
    }

    [Fact]
    public void Bounds_of_fairness_and_what_is_no_weight_are_refused()
    {
        Refused(Plain with { Fairness = new() { MaxLoadAboveMean = 1 } }, null, "fairness");
        Refused(Plain, new Dictionary<string, int> { ["gender"] = 1 }, "mentorWeights.gender");
        Refused(Plain, new Dictionary<string, int> { ["experience"] = -1 }, "mentorWeights.experience");
        Refused(Plain, Factor.All.ToDictionary(factor => factor.Name, _ => 0), "mentorWeights");
        Refused(Plain with { CandidatesPerMentee = 0 }, null, "candidatesPerMentee");

        static void Refused(Policy policy, IReadOnlyDictionary<string, int>? weights, string field) =>
            Should
                .Throw<InvalidProblemException>(() => StableProblem.From(Many(1, 4, 3), policy, weights))
                .Field.ShouldBe(field);
    }

    /// <summary>As it is read from the store: of two people alone.</summary>
    private static StablePair Stored(Case c, StableResult result, Pair pair) =>
        StablePair.From(
            c.Cohort with
            {
                Mentees = [.. c.Cohort.Mentees.Where(mentee => mentee.Id == pair.Mentee)],
                Mentors = [.. c.Cohort.Mentors.Where(mentor => mentor.Id == pair.Mentor)],
            },
            c.Policy,
            c.MentorWeights,
            Stored(result.SolvedMentees.Single(mentee => mentee.Mentee == pair.Mentee)),
            Stored(result.SolvedMentors.Single(mentor => mentor.Mentor == pair.Mentor)),
            Stored(result.SolvedCohort)
        );

    private static T Stored<T>(T value) => JsonSerializer.Deserialize<T>(Text(value), Json)!;

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, Json);

    private static void Holds(int tests, Func<Case, bool> property)
    {
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from mentees in Gen.Choose(3, 7)
            from mentors in Gen.Choose(2, 4)
            from limit in Gen.Elements<int?>(null, 1, 2)
            from locks in Gen.Choose(0, 2)
            from forbidden in Gen.Choose(0, 2)
            from weights in Gen.Elements(null, Experience)
            from side in Gen.Elements(ProposingSide.Mentees, ProposingSide.Mentors)
            select new Case(
                WithTies(Many(seed, mentees, mentors), seed),
                Plain with
                {
                    Seed = seed,
                    CandidatesPerMentee = limit,
                },
                weights,
                side
            )
                is var free
                ? free with
                {
                    Policy = WithPairs(free, locks, forbidden),
                }
                : free;
        Prop.ForAll(cases.ToArbitrary(), property).Check(PropertyConfig.Of(tests));
    }

    /// <summary>Some mentors are alike, so that scores tie.</summary>
    private static Cohort WithTies(Cohort cohort, int seed) =>
        seed % 2 == 0
            ? cohort
            : cohort with
            {
                Mentors = [.. cohort.Mentors.Select((m, n) => n % 2 == 0 ? m : cohort.Mentors[0] with { Id = m.Id })],
            };

    private static Policy WithPairs(Case c, int locks, int forbidden)
    {
        var permitted = MatchingProblem.From(c.Cohort, c.Policy).Solve().Proposals.Select(p => p.Pair).ToArray();
        return c.Policy with
        {
            Locked = [.. permitted.Take(locks)],
            Forbidden = [.. c.Pairs.Except(permitted).Take(forbidden)],
        };
    }
}
