using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;
using static PeerNetwork.Matching.Tests.Engine.TestPeople;

namespace PeerNetwork.Matching.Tests.Engine;

public class BestCandidatesTests
{
    [Fact]
    public void They_are_those_that_scoring_every_pair_gives()
    {
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from mentors in Gen.Choose(1, 60)
            from limit in Gen.Choose(1, 8)
            from weights in Gen.Elements(0, 1, 2, 3)
            from span in Gen.Elements<int?>(null, 0, 5)
            from least in Gen.Elements<int?>(null, 0, 2)
            from language in Gen.Elements(false, true)
            select (
                Cohort: Many(seed, 8, mentors),
                Policy: Plain with
                {
                    Seed = seed,
                    Weights = SomeWeights(seed, weights),
                    CandidatesPerMentee = limit,
                    Rules = new HardRules
                    {
                        MaxTimeZoneSpanHours = span,
                        MinLevelDifference = least,
                        SharedLanguage = language,
                    },
                }
            );
        Prop.ForAll(cases.ToArbitrary(), c => AreBest(c.Cohort, c.Policy)).Check(PropertyConfig.Of(300));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5_000)]
    public void Among_equals_they_are_the_first_in_the_order_of_the_run(int mentors)
    {
        var cohort = new Cohort(
            [AMentee],
            [.. Enumerable.Range(10, mentors).Select(number => new Mentor(Id(number), 1))]
        );
        AreBest(cohort, Plain with { CandidatesPerMentee = 7, Seed = 3 });
    }

    [Fact]
    public void They_are_right_where_bounds_are_far_from_scores()
    {
        // Bounds of answers are full; nobody is alike.
        var cohort = new Cohort(
            [
                AMentee with
                {
                    Values = new Dictionary<string, int> { ["q"] = 1 },
                    Interests = [.. Words(0, 40)],
                },
            ],
            [
                .. Enumerable
                    .Range(10, 400)
                    .Select(number => new Mentor(Id(number), 1)
                    {
                        Values = new Dictionary<string, int> { ["q"] = (number % 5) + 1 },
                        Interests = [.. Words(number % 9, 40)],
                    }),
            ]
        );
        AreBest(
            cohort,
            Plain with
            {
                CandidatesPerMentee = 5,
                Weights = new Dictionary<string, int> { ["values"] = 1000, ["shared-interests"] = 1000 },
            }
        );

        static IEnumerable<string> Words(int from, int count) =>
            Enumerable.Range(from, count).Select(number => $"word {number}");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_graph()
    {
        var (cohort, policy) = (Many(5, 300, 80), Plain with { CandidatesPerMentee = 6 });
        var one = MatchingProblem.From(cohort, policy, threads: 1).Graph;
        foreach (var threads in new[] { 2, 3, 7 })
        {
            var many = MatchingProblem.From(cohort, policy, threads).Graph;
            many.RowStart.ShouldBe(one.RowStart);
            many.Mentor.ShouldBe(one.Mentor);
            many.Score.ShouldBe(one.Score);
        }
    }

    [Fact]
    public void Mentors_without_places_and_locked_mentees_have_no_part()
    {
        var cohort = new Cohort([AMentee, new(Id(3))], [AMentor, new(Id(4), 0), new(Id(5), 1)]);
        var problem = MatchingProblem.From(cohort, Plain with { CandidatesPerMentee = 5, Locked = [APair] });
        problem.CandidatesOf(AMentee.Id).ShouldBeEmpty();
        problem.CandidatesOf(Id(3)).ShouldBe([(Id(5), 500_000)]);
    }

    [Fact]
    public void It_stops_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() =>
            MatchingProblem.From(Many(1, 10, 10), Plain with { CandidatesPerMentee = 3 }, ct: stop.Token)
        );
    }

    [Fact]
    public void Progress_is_told_on_the_calling_thread_and_never_falls()
    {
        var told = new Progress();
        MatchingProblem.From(Many(1, 5_000, 3), Plain with { CandidatesPerMentee = 2 }, told);
        told.Said.ShouldBeInOrder();
        told.Said.Count.ShouldBeGreaterThan(1);
        told.Threads.ShouldBe([Environment.CurrentManagedThreadId]);
    }

    private sealed class Progress : IProgress<MatchingProgress>
    {
        public List<int> Said { get; } = [];
        public HashSet<int> Threads { get; } = [];

        public void Report(MatchingProgress value)
        {
            value.Stage.ShouldBe(MatchingStage.Candidates);
            Said.Add(value.Progress);
            Threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    private static bool AreBest(Cohort cohort, Policy policy)
    {
        var every = MatchingProblem.From(cohort, policy with { CandidatesPerMentee = null });
        var best = MatchingProblem.From(cohort, policy);
        foreach (var mentee in cohort.Mentees)
        {
            var candidates = best.CandidatesOf(mentee.Id);
            candidates.ShouldBe(every.CandidatesOf(mentee.Id).Take(policy.CandidatesPerMentee!.Value));
            candidates.ShouldAllBe(candidate =>
                candidate.Score == best.Explain(new(mentee.Id, candidate.Mentor)).Score
            );
        }
        return true;
    }

    // The defaults; any weights; nearly all on one factor; few on two, which makes ties.
    private static Dictionary<string, int> SomeWeights(int seed, int kind)
    {
        var random = new System.Random(seed);
        return kind switch
        {
            0 => [],
            1 => Factor.All.ToDictionary(factor => factor.Name, _ => random.Next(1, 1001)),
            2 => Factor.All.Index().ToDictionary(f => f.Item.Name, f => f.Index == seed % Factor.All.Count ? 1000 : 1),
            _ => Factor
                .All.Index()
                .ToDictionary(f => f.Item.Name, f => f.Index == seed % 5 || f.Index == seed % 7 ? 1 : 0),
        };
    }
}
