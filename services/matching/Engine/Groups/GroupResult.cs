namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A solved problem of mentoring groups in terms of people. It may also be made again from a stored grouping of the
/// same problem.
/// </summary>
public sealed class GroupResult
{
    private readonly GroupProblem _problem;
    private readonly Lazy<IReadOnlyList<MentoringGroup>> _groups;
    private readonly Lazy<IReadOnlyList<Unmatched>> _unmatched;

    public GroupResult(GroupProblem problem, Grouping grouping)
    {
        (_problem, Grouping) = (problem, grouping);
        _groups = new(() => [.. Explained().OrderBy(group => (group.Mentor, group.Members[0].Mentee))]);
        _unmatched = new(() =>
            [.. new MenteesWithoutGroup(problem, grouping).All().OrderBy(unmatched => unmatched.Mentee)]
        );
    }

    /// <summary>The solver's answer, in positions of the run's order (by seed).</summary>
    public Grouping Grouping { get; }

    /// <summary>Sorted by mentor and first member.</summary>
    public IReadOnlyList<MentoringGroup> Groups => _groups.Value;

    /// <summary>Everybody else, sorted by id. O(mentors × rules) for each one without any candidate.</summary>
    public IReadOnlyList<Unmatched> Unmatched => _unmatched.Value;

    /// <summary>Mentees with a group.</summary>
    public int Placed => Grouping.Placed;

    /// <summary>No valid groups hold more mentees.</summary>
    public int PlacedBound => Grouping.Certificate.PlacedBound;

    /// <summary>Millionths: the scores of all groups.</summary>
    public long TotalScore => Grouping.TotalScore;

    /// <summary>
    /// Millionths. No valid groups have a greater total; where all mentees have a group, no valid groups of all
    /// mentees.
    /// </summary>
    public long UpperBound => Grouping.Certificate.UpperBound;

    /// <summary>What the optimum may be above the total at most, in thousandths of the bound, rounded up.</summary>
    public int Gap =>
        UpperBound == 0 ? 0 : (int)(((1000 * ((Int128)UpperBound - TotalScore)) + UpperBound - 1) / UpperBound);

    /// <summary>One sentence on why this mentee is in no group of this mentor; null when the mentee is.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public string? WhyNot(Pair pair)
    {
        var why = _problem.Explain(pair);
        var (mentee, mentor) = (_problem.MenteeAt(pair.Mentee), _problem.MentorAt(pair.Mentor));
        int[] groups =
        [
            .. Enumerable.Range(0, Grouping.Mentors.Length).Where(group => Grouping.Mentors[group] == mentor),
        ];
        var (graph, max) = (_problem.Graph, _problem.Sizes.Max);
        if (groups.Contains(Grouping.GroupOf[mentee]))
            return null;
        if (why.Rules.FirstOrDefault(rule => !rule.Passed) is { } broken)
            return $"The pair breaks the rule '{broken.Rule}'. {broken.Sentence}";
        if (graph.Scores[mentor][mentee] == GroupGraph.NotPermitted)
            return graph.Locked[mentee]
                ? "The coordinator gave this mentee another mentor."
                : "The mentor is not among the best candidates that the run kept for this mentee.";
        if (groups is [])
            return "No group of this mentor was formed.";
        if (groups.All(group => Grouping.GroupOf.Count(other => other == group) == max))
            return $"Each group of this mentor has {TextFormat.Count(max, "mentee")}, the most there may be.";
        return "No change of one mentee, of two or of a whole group was found that makes the groups better with this "
            + "pair.";
    }

    /// <summary>
    /// Checks rules, sizes, places, exclusions, the total and both bounds, without the solver. It costs about as much
    /// as a few steps of the solver's prices.
    /// </summary>
    public VerificationResult Verify() => new GroupVerification(_problem.Graph, Grouping).Verify();

    private IEnumerable<MentoringGroup> Explained()
    {
        var (explanations, members) = (
            new GroupExplanations(_problem),
            Enumerable.Range(0, Grouping.GroupOf.Length).ToLookup(mentee => Grouping.GroupOf[mentee])
        );
        return Grouping.Mentors.Select((mentor, group) => explanations.Of(mentor, [.. members[group]]));
    }
}
