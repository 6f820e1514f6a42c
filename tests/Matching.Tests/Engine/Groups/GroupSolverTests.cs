using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Matching.Engine;
using Xunit.Abstractions;

namespace PeerNetwork.Matching.Tests.Engine;

public class GroupSolverTests(ITestOutputHelper output)
{
    [Fact]
    public void Small_cohorts_get_the_best_groups_within_bounds_that_no_groups_exceed() =>
        Holds(
            400,
            GroupGraphs.Tiny,
            graph =>
            {
                var grouping = GroupSolver.Solve(graph);
                var all = Worths(graph);
                return Worth(graph, grouping) == all.Max()
                    && AreBounds(graph, grouping)
                    && new GroupVerification(graph, grouping).Verify().Holds;
            }
        );

    [Fact]
    public void Local_search_alone_stays_within_the_bounds_too() =>
        Holds(
            300,
            GroupGraphs.Tiny,
            graph =>
            {
                var grouping = GroupSolver.Solve(graph, exhaustive: false);
                return Worth(graph, grouping).CompareTo(Worths(graph).Max()) <= 0
                    && AreBounds(graph, grouping)
                    && new GroupVerification(graph, grouping).Verify().Holds;
            }
        );

    /// <summary>Measured: all figures are for these generated cohorts.</summary>
    [Fact]
    public void Local_search_alone_is_close_to_the_optimum()
    {
        var (cohorts, most, total, worst) = (0, 0, 0, 1000L);
        for (var seed = 0; seed < 400; seed++)
        {
            var graph = GroupGraphs.Random(seed, 7, 3);
            var (found, best) = (Worth(graph, GroupSolver.Solve(graph, exhaustive: false)), Worths(graph).Max());
            cohorts++;
            if (found.Placement < best.Placement)
                continue;
            most++;
            total += found.Total == best.Total ? 1 : 0;
            worst = Math.Min(worst, best.Total == 0 ? 1000 : 1000 * found.Total / best.Total);
        }
        var measured = $"{most} of {cohorts} placed the most, {total} with the best total, the worst {worst} ‰";
        output.WriteLine(measured);
        most.ShouldBeGreaterThanOrEqualTo(cohorts * 97 / 100, measured);
        total.ShouldBeGreaterThanOrEqualTo(cohorts * 95 / 100, measured);
        worst.ShouldBeGreaterThanOrEqualTo(800, measured);
    }

    [Fact]
    public void Larger_cohorts_verify() =>
        Holds(100, GroupGraphs.Larger, graph => new GroupVerification(graph, GroupSolver.Solve(graph)).Verify().Holds);

    [Fact]
    public void No_single_exchange_or_move_improves_the_result() =>
        Holds(
            60,
            GroupGraphs.Larger,
            graph =>
            {
                var grouping = GroupSolver.Solve(graph);
                var worth = Worth(graph, grouping);
                return Neighbours(graph, grouping)
                    .All(groupOf => GroupGraphs.Worth(graph, groupOf, grouping.Mentors).CompareTo(worth) <= 0);
            }
        );

    [Fact]
    public void Of_a_mentor_with_too_few_candidates_there_is_no_group()
    {
        var graph = Plain([1, 1], new(2, 3), [(0, 900)], [(1, 5), (0, 1)], [(1, 5)]);
        var grouping = GroupSolver.Solve(graph);
        grouping.Placed.ShouldBe(2);
        grouping.TotalScore.ShouldBe(901 + 75_000);
        grouping.Certificate.PlacedBound.ShouldBe(3);
    }

    [Fact]
    public void There_may_be_no_mentees_and_no_places()
    {
        GroupSolver.Solve(Plain([2], new(1, 3))).Placed.ShouldBe(0);
        GroupSolver.Solve(Plain([0], new(1, 3), [(0, 5)])).GroupOf.ShouldBe([-1]);
    }

    [Fact]
    public void A_cancelled_run_ends() =>
        Should.Throw<OperationCanceledException>(() =>
            GroupSolver.Solve(Plain([1], new(1, 2), [(0, 5)]), ct: new CancellationToken(canceled: true))
        );

    /// <summary>Mentees of whom nothing is recorded: each two of them count 75,000.</summary>
    internal static GroupGraph Plain(int[] groups, GroupSizes sizes, params (int Mentor, int Score)[][] rows)
    {
        var nothing = rows.Select(_ => new Partner([], null, null)).ToArray();
        var partners = new PartnerValues(nothing, new(), Array.ConvertAll(rows, _ => Array.Empty<int>()));
        return new(Graphs.Of(groups, rows), sizes, partners, new bool[rows.Length]);
    }

    private static (long Placement, long Total)[] Worths(GroupGraph graph) =>
        [.. GroupGraphs.EveryChoice(graph).Select(choice => GroupGraphs.Worth(graph, choice.GroupOf, choice.Mentors))];

    private static (long Placement, long Total) Worth(GroupGraph graph, Grouping grouping) =>
        GroupGraphs.Worth(graph, grouping.GroupOf, grouping.Mentors);

    private static bool AreBounds(GroupGraph graph, Grouping grouping) =>
        GroupGraphs
            .EveryChoice(graph)
            .All(choice =>
            {
                var placed = choice.GroupOf.Count(group => group >= 0);
                var total = GroupGraphs.Worth(graph, choice.GroupOf, choice.Mentors).Total;
                return placed <= grouping.Certificate.PlacedBound
                    && (
                        total <= grouping.Certificate.UpperBound
                        || (grouping.Placed == graph.MenteeCount && placed < graph.MenteeCount)
                    );
            });

    /// <summary>Valid groups after one mentee joins, moves, or changes places with another.</summary>
    private static IEnumerable<int[]> Neighbours(GroupGraph graph, Grouping grouping)
    {
        var groupOf = grouping.GroupOf;
        for (var one = 0; one < groupOf.Length; one++)
        {
            for (var group = 0; group < grouping.Mentors.Length; group++)
                yield return With(changed => changed[one] = group);
            for (var other = 0; other < one; other++)
                yield return With(changed => (changed[one], changed[other]) = (changed[other], changed[one]));
        }

        int[] With(Action<int[]> change)
        {
            var changed = groupOf.ToArray();
            change(changed);
            return IsValid(graph, changed, grouping.Mentors) ? changed : groupOf;
        }
    }

    private static bool IsValid(GroupGraph graph, int[] groupOf, int[] mentors)
    {
        var sizes = Enumerable.Range(0, mentors.Length).Select(group => groupOf.Count(of => of == group));
        return sizes.All(size => size >= graph.Sizes.Min && size <= graph.Sizes.Max)
            && groupOf
                .Index()
                .All(mentee =>
                    mentee.Item < 0
                    || (
                        graph.Candidates.EdgeOf(mentee.Index, mentors[mentee.Item]) >= 0
                        && graph.Partners.ExcludedBy(mentee.Index).All(other => groupOf[other] != mentee.Item)
                    )
                );
    }

    private static void Holds(int tests, Gen<GroupGraph> graphs, Func<GroupGraph, bool> property) =>
        Prop.ForAll(graphs.ToArbitrary(), property).Check(PropertyConfig.Of(tests));
}
