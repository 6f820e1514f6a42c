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
