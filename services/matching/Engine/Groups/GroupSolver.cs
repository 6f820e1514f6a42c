namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Forms mentoring groups: as many mentees as can be found a group, then a total as great as can be found, with proven
/// bounds on both. The problem is NP-hard (for groups of exactly three it contains exact cover by three-sets). Groups
/// are constructed by assignments for several numbers of groups and improved by local search; the best result counts.
/// Cohorts of up to <see cref="GroupExhaustiveSearch.MaxMentees"/> mentees are searched in full, up to a limit. Prices
/// prove the bounds. O(mentees²) for a pass of the local search; O(mentors × mentees² × sizes) at worst for a step of
/// the prices, of which there are fewer the larger the cohort is; memory of 12 bytes per mentee and mentor, and of 4
/// bytes per mentee and mentee.
/// </summary>
public static class GroupSolver
{
    /// <summary>Stored with a run: the same version gives the same bytes for the same graph.</summary>
    public const string Version = "1";

    /// <param name="exhaustive">False leaves out the full search of small cohorts.</param>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static Grouping Solve(
        GroupGraph graph,
        bool exhaustive = true,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        ct.ThrowIfCancellationRequested();
        progress?.Report(new(MatchingStage.Cardinality, 0));
        var places = graph.Places(graph.MaxGroups, graph.Sizes.Max);
        var relaxed = AssignmentSolver.Solve(places, ct: ct);
        var cover = relaxed.Certificate;
        var placedBound = PlacedBound(graph, cover);

        var construction = new GroupConstruction(graph, places, relaxed);
        GroupState? best = null;
        var (min, max) = (graph.Sizes.Min, graph.Sizes.Max);
        int[] perGroup = [.. new[] { min, (min + max) / 2, max }.Distinct()];
        for (var turn = 0; turn < perGroup.Length; turn++)
        {
            progress?.Report(new(MatchingStage.Assignment, 1000 * turn / perGroup.Length));
            var state = construction.Construct(perGroup[turn], ct);
            new GroupSearch(state).Run(ct);
            if (best is null || Worth(state).CompareTo(Worth(best)) > 0)
                best = state;
        }
        if (exhaustive)
            best = GroupExhaustiveSearch.Improve(best!, ct);
        var (prices, bound) = new GroupPrices(graph, best!).Improve(ct);
        return Result(graph, best!, new(cover.CoveredMentees, cover.OverDemandedMentors, prices, placedBound, bound));
    }

    private static (long, long) Worth(GroupState state) => (state.Placement, state.TotalScore);

    private static int PlacedBound(GroupGraph graph, Certificate cover)
    {
        var bound = (long)cover.CoveredMentees.Count(covered => covered);
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
            bound += cover.OverDemandedMentors[mentor] ? (long)graph.MaxGroups[mentor] * graph.Sizes.Max : 0;
        return (int)Math.Min(graph.MenteeCount, bound);
    }

    /// <summary>Groups get numbers in the order of their first mentee.</summary>
    private static Grouping Result(GroupGraph graph, GroupState state, GroupCertificate proof)
    {
        var (numbers, mentors) = (new Dictionary<int, int>(), new List<int>());
        var groupOf = new int[graph.MenteeCount];
        for (var mentee = 0; mentee < groupOf.Length; mentee++)
        {
            groupOf[mentee] = -1;
            if (state.GroupOf[mentee] is not (>= 0 and var group))
                continue;
            if (numbers.TryAdd(group, mentors.Count))
                mentors.Add(state.MentorOf[group]);
            groupOf[mentee] = numbers[group];
        }
        return new(groupOf, [.. mentors], groupOf.Count(group => group >= 0), state.TotalScore, proof);
    }
}
