using static PeerNetwork.Matching.Engine.ProblemValidation;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A cohort and a policy for mentoring groups, one mentor and several mentees each, checked and made into a graph. A
/// place of a mentor is a place for a group. Rules hold between each mentee and the mentor; exclusions hold between the
/// mentees of a group, too. The same input and seed give the same graph, whatever the order of people. It costs what
/// the graph of mentees and mentors costs (<see cref="MatchingProblem"/>), and 4 bytes per mentee and mentor.
/// </summary>
public sealed class GroupProblem
{
    private readonly MatchingProblem _directed;
    private readonly Dictionary<Guid, Guid> _locked;

    private GroupProblem(MatchingProblem directed, IReadOnlyList<Pair> locked, GroupSizes sizes, PartnerWeights weights)
    {
        (_directed, Sizes) = (directed, sizes);
        _locked = locked.ToDictionary(pair => pair.Mentee, pair => pair.Mentor);
        directed.RequireKeepRules(locked);
        var partners = new PartnerValues(Array.ConvertAll(Mentees, Partner.Of), weights, Excluded());
        Graph = new(WithLocked(), sizes, partners, Array.ConvertAll(Mentees, IsLocked));
    }

    public GroupSizes Sizes { get; }

    /// <summary>
    /// The permitted pairs of mentees and mentors, in positions from 0; the capacity of a mentor is a number of groups.
    /// </summary>
    public CandidateGraph Candidates => Graph.Candidates;

    /// <summary>Of each mentee, whether the mentor is given.</summary>
    public bool[] Locked => Graph.Locked;

    internal GroupGraph Graph { get; }
    internal Profile[] Mentees => _directed.Mentees;
    internal Profile[] Mentors => _directed.Mentors;

    /// <summary>With the default weights of partners.</summary>
    /// <inheritdoc cref="From(Cohort, Policy, GroupSizes, PartnerWeights, IProgress{MatchingProgress}?,
    /// CancellationToken)"/>
    public static GroupProblem From(
        Cohort cohort,
        Policy policy,
        GroupSizes sizes,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    ) => From(cohort, policy, sizes, new PartnerWeights(), progress, ct);

    /// <param name="cohort">The capacity of a mentor is a number of groups.</param>
    /// <param name="policy">Several mentees may be locked to one mentor, as many as fit the groups. Each has this
    /// mentor or none, and a group for a locked mentee counts more than all others. It has no bounds of
    /// fairness.</param>
    /// <param name="sizes">Of every group.</param>
    /// <param name="weights">What mentees of one group count for one another.</param>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="InvalidProblemException">The cohort, the policy or the sizes cannot be matched as they
    /// stand.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GroupProblem From(
        Cohort cohort,
        Policy policy,
        GroupSizes sizes,
        PartnerWeights weights,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        Require(sizes.Min >= 1, "sizes.min", "A group has at least one mentee.");
        Require(
            sizes.Max >= sizes.Min && sizes.Max <= GroupSizes.Most,
            "sizes.max",
            $"Must be from the least size to {GroupSizes.Most}."
        );
        Require(
            weights is { SharedGoals: >= 0 and <= 1000, Backgrounds: >= 0 and <= 1000 },
            "partnerWeights",
            "Must be from 0 to 1000 thousandths."
        );
        Require(
            policy.Fairness == FairnessBounds.None,
            "fairness",
            "Mentoring groups cannot be formed within bounds of fairness."
        );
        var directed = MatchingProblem.From(cohort, policy with { Locked = [] }, progress, ct);
        RequireValidLocks(
            cohort,
            policy,
            menteesPerPlace: sizes.Max,
            "More mentees are locked to a mentor than the groups hold."
        );
        return new(directed, policy.Locked, sizes, weights);
    }

    /// <summary>
    /// As many mentees in groups as are found, then a total score as great as is found, with proven bounds on both.
    /// </summary>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public GroupResult Solve(IProgress<MatchingProgress>? progress = null, CancellationToken ct = default) =>
        new(this, GroupSolver.Solve(Graph, progress: progress, ct: ct));

    /// <summary>Score, contributions and rules of a mentee and a mentor.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public PairExplanation Explain(Pair pair) => _directed.Explain(pair);

    /// <exception cref="KeyNotFoundException">There is no such mentee.</exception>
    internal int MenteeAt(Guid mentee) => _directed.MenteeAt(mentee);

    /// <exception cref="KeyNotFoundException">There is no such mentor.</exception>
    internal int MentorAt(Guid mentor) => _directed.MentorAt(mentor);

    internal bool IsLocked(Profile mentee) => _locked.ContainsKey(mentee.Id);

    internal IEnumerable<RuleCheck> RulesOf(Profile mentee, Profile mentor) =>
        _directed.Candidates.Rules.Select(rule => rule.Check(mentee, mentor, _directed.Policy));

    /// <summary>One who is locked has this mentor alone.</summary>
    private CandidateGraph WithLocked()
    {
        var (graph, start) = (_directed.Graph, new int[Mentees.Length + 1]);
        var (mentors, scores) = (new List<int>(graph.EdgeCount), new List<int>(graph.EdgeCount));
        for (var mentee = 0; mentee < Mentees.Length; mentee++)
        {
            if (_locked.TryGetValue(Mentees[mentee].Id, out var mentor))
            {
                mentors.Add(MentorAt(mentor));
                scores.Add(_directed.Candidates.Score(Mentees[mentee], Mentors[mentors[^1]]));
            }
            else
            {
                mentors.AddRange(graph.EdgesOf(mentee).Select(edge => graph.Mentor[edge]));
                scores.AddRange(graph.EdgesOf(mentee).Select(edge => graph.Score[edge]));
            }
            start[mentee + 1] = mentors.Count;
        }
        return new(graph.Capacity, start, [.. mentors], [.. scores]);
    }

    private int[][] Excluded()
    {
        var positions = Mentees.Index().ToDictionary(mentee => mentee.Item.Id, mentee => mentee.Index);
        return Array.ConvertAll(
            Mentees,
            mentee => mentee.Excluded.Where(positions.ContainsKey).Select(id => positions[id]).Order().ToArray()
        );
    }
}
