using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Tests.Engine;

public class FairSolverTests
{
    [Fact]
    public void Least_numbers_of_groups_cost_what_trying_everything_says_they_must()
    {
        var bound = 0;
        for (var seed = 0; seed < 4000; seed++)
        {
            var (graph, random) = (Graphs.Random(seed), new Random(seed));
            var groupOf = Enumerable.Range(0, graph.MenteeCount).Select(_ => random.Next(-1, 2)).ToArray();
            var choices = Graphs
                .EveryChoice(graph)
                .Select(chosen => (Worth: Graphs.Worth(graph, chosen), OfGroup: Count(chosen, groupOf)))
                .ToArray();
            var most = choices.Max(choice => choice.Worth.Matched);
            // What some best matching has of each group can be asked for.
            var reachable = choices.Where(choice => choice.Worth.Matched == most).ToArray();
            var least = reachable[random.Next(reachable.Length)].OfGroup;
            var best = reachable
                .Where(choice => choice.OfGroup[0] >= least[0] && choice.OfGroup[1] >= least[1])
                .Max(choice => choice.Worth.Total);

            var free = AssignmentSolver.Solve(graph);
            var fair = FairSolver.Solve(graph, Terms(groupOf, least), free, null, default);

            (fair.Matched, fair.TotalScore).ShouldBe((most, best), $"seed {seed}");
            Certificate.Verify(graph, fair).ShouldBe(VerificationResult.ProvedWithinShares, $"seed {seed}");
            bound += fair.TotalScore < free.TotalScore ? 1 : 0;
        }
        bound.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Larger_cohorts_keep_least_numbers_with_a_proof()
    {
        var (graph, groupOf) = TwoGroups(seed: 7, mentees: 1500);
        var free = AssignmentSolver.Solve(graph);
        var before = Count(free.Edges, groupOf);
        int[] least = [before[0] + 100, 0];

        var fair = FairSolver.Solve(graph, Terms(groupOf, least), free, null, default);

        Count(fair.Edges, groupOf).ShouldBe([before[0] + 100, before[1] - 100]);
        fair.Matched.ShouldBe(free.Matched);
        fair.TotalScore.ShouldBeLessThan(free.TotalScore);
        Certificate.Verify(graph, fair).ShouldBe(VerificationResult.ProvedWithinShares);
        Certificate
            .Verify(graph, fair with { Edges = free.Edges, TotalScore = free.TotalScore })
            .Sentence.ShouldContain("Of group 0 only");
    }

    [Fact]
    public void More_than_can_be_matched_of_a_group_is_given_as_far_as_it_goes()
    {
        var graph = Graphs.Of([1, 1], [(0, 5)], [(0, 9)], [(1, 9)]);
        var fair = FairSolver.Solve(graph, Terms([0, 0, 1], [2, 0]), AssignmentSolver.Solve(graph), null, default);
        (fair.Matched, fair.TotalScore).ShouldBe((2, 18L));
        fair.Certificate.Groups!.MinMatched.ShouldBe([1, 0]);
        Certificate.Verify(graph, fair).Holds.ShouldBeTrue();
    }

    [Fact]
    public void Least_means_are_kept_and_the_gap_to_the_best_that_keeps_them_is_no_less_than_it_says()
    {
        var (kept, asked) = (0, 0);
        for (var seed = 0; seed < 3000; seed++)
        {
            var (graph, random) = (Graphs.Random(seed), new Random(seed));
            var groupOf = Enumerable.Range(0, graph.MenteeCount).Select(_ => random.Next(2)).ToArray();
            var choices = Graphs.EveryChoice(graph).ToArray();
            var most = choices.Max(chosen => Graphs.Worth(graph, chosen).Matched);
            var best = choices.Where(chosen => Graphs.Worth(graph, chosen).Matched == most).ToArray();
            int[] means = [.. Means(graph, best[random.Next(best.Length)], groupOf)];
            var within = best.Where(chosen => Keeps(graph, chosen, groupOf, means))
                .Max(chosen => Graphs.Worth(graph, chosen).Total);

            var free = AssignmentSolver.Solve(graph);
            var fair = FairSolver.Solve(graph, Terms(groupOf, [0, 0], means), free, null, default);

            var verdict = Certificate.Verify(graph, fair);
            verdict.Holds.ShouldBeTrue($"seed {seed}: {verdict.Sentence}");
            fair.Matched.ShouldBe(most, $"seed {seed}");
            if (Keeps(graph, free.Edges, groupOf, means))
                continue;
            asked++;
            if (!Keeps(graph, fair.Edges, groupOf, means))
                continue;
            kept++;
            var gap = Gap(graph, fair);
            (fair.TotalScore + gap).ShouldBeGreaterThanOrEqualTo(within, $"seed {seed}");
            fair.TotalScore.ShouldBeLessThanOrEqualTo(within, $"seed {seed}");
        }
        asked.ShouldBeGreaterThan(20);
        kept.ShouldBeGreaterThan(asked / 2, $"{kept} of {asked}");
    }

    [Fact]
    public void A_group_with_worse_scores_gets_the_mean_that_was_asked()
    {
        var (graph, groupOf) = TwoGroups(seed: 11, mentees: 600);
        var free = AssignmentSolver.Solve(graph);
        var mean = (int)(free.TotalScore / free.Matched) - 20_000;
        Keeps(graph, free.Edges, groupOf, [mean, mean]).ShouldBeFalse();

        var fair = FairSolver.Solve(graph, Terms(groupOf, [0, 0], [mean, mean]), free, null, default);

        Keeps(graph, fair.Edges, groupOf, [mean, mean]).ShouldBeTrue();
        Certificate.Verify(graph, fair).Sentence.ShouldContain("greater by more than");
        // Weighting by group comes near to the best within the bounds.
        Gap(graph, fair).ShouldBeLessThan(fair.TotalScore / 100);
    }

    [Fact]
    public void A_forged_price_of_a_group_is_found()
    {
        var (graph, groupOf) = TwoGroups(seed: 3, mentees: 300);
        var free = AssignmentSolver.Solve(graph);
        var before = Count(free.Edges, groupOf);
        var fair = FairSolver.Solve(graph, Terms(groupOf, [before[0] + 20, 0]), free, null, default);
        var groups = fair.Certificate.Groups!;
        foreach (
            var forged in new[]
            {
                groups with
                {
                    UnmatchedPrices = [groups.UnmatchedPrices[0] + 1, 0],
                },
                groups with
                {
                    UnmatchedPrices = [-1, 0],
                },
                groups with
                {
                    MinMatched = [before[0] + 19, 0],
                },
                groups with
                {
                    MinMatched = [before[0] + 21, 0],
                },
                groups with
                {
                    GroupOf = [.. groups.GroupOf.Reverse()],
                },
                groups with
                {
                    MeanWeights = [1, 0],
                },
                groups with
                {
                    MinMeans = [],
                },
            }
        )
            Certificate
                .Verify(graph, fair with { Certificate = fair.Certificate with { Groups = forged } })
                .Holds.ShouldBeFalse();
    }

    private static GroupTerms Terms(int[] groupOf, int[] least, int[]? means = null) =>
        new(
            groupOf,
            least,
            new long[least.Length],
            new int[least.Length],
            means
                ?? new int[least.Length]
                    .Select(_ => int.MinValue)
                    .ToArray()
        );

    private static int[] Count(int[] edges, int[] groupOf) =>
        [
            .. new[] { 0, 1 }.Select(group =>
                edges.Zip(groupOf).Count(mentee => mentee.First >= 0 && mentee.Second == group)
            ),
        ];

    private static IEnumerable<int> Means(CandidateGraph graph, int[] edges, int[] groupOf) =>
        new[] { 0, 1 }.Select(group =>
        {
            var scores = edges
                .Zip(groupOf)
                .Where(mentee => mentee.First >= 0 && mentee.Second == group)
                .Select(mentee => graph.Score[mentee.First])
                .ToArray();
            return scores is [] ? 0 : (int)Math.Floor(scores.Average());
        });

    private static bool Keeps(CandidateGraph graph, int[] edges, int[] groupOf, int[] means) =>
        new[] { 0, 1 }.All(group =>
            edges
                .Zip(groupOf)
                .Where(mentee => mentee.First >= 0 && mentee.Second == group)
                .Sum(mentee => (long)graph.Score[mentee.First] - means[group]) >= 0
        );

    private static long Gap(CandidateGraph graph, Assignment fair)
    {
        var terms = fair.Certificate.Groups!;
        return (
                fair.Edges.Index().Where(m => m.Item >= 0).Sum(m => terms.Worth(m.Index, graph.Score[m.Item]))
                / terms.Unit
            ) - fair.TotalScore;
    }

    /// <summary>The first third has worse scores and fewer candidates.</summary>
    private static (CandidateGraph Graph, int[] GroupOf) TwoGroups(int seed, int mentees)
    {
        var random = new Random(seed);
        var groupOf = Enumerable.Range(0, mentees).Select(mentee => mentee < mentees / 3 ? 0 : 1).ToArray();
        var rows = groupOf
            .Select(group =>
                Enumerable
                    .Range(0, 6 + (6 * group))
                    .Select(_ => (random.Next(mentees / 4), random.Next(200_000 * group, 800_000 + (200_000 * group))))
                    .ToArray()
            )
            .ToArray();
        return (Graphs.Of([.. Enumerable.Range(0, mentees / 4).Select(_ => random.Next(1, 4))], rows), groupOf);
    }
}
