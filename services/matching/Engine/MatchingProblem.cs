namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A cohort and a policy, checked and made into a graph. The same input and seed give the same graph, whatever the
/// order of people. With <see cref="Policy.CandidatesPerMentee"/> it takes O(mentees × (mentors + mentors who share
/// words)) additions and scores little more pairs than it keeps, 16 bytes per mentor and thread; without, it scores
/// every pair and keeps all that the rules permit.
/// </summary>
public sealed class MatchingProblem
{
    private readonly Dictionary<Guid, int> _menteeAt;
    private readonly Dictionary<Guid, int> _mentorAt;
    private readonly int[] _capacityWithoutBound;
    private readonly int _threads;

    private MatchingProblem(
        Cohort cohort,
        Policy policy,
        int threads,
        IProgress<MatchingProgress>? progress,
        CancellationToken ct
    )
    {
        Policy = policy;
        var note = new TermInterner();
        Terms = note;
        Mentees = [.. cohort.Mentees.Select(m => Profile.Of(m, note, policy)).OrderBy(SeedOrderOf)];
        Mentors = [.. cohort.Mentors.Select(m => Profile.Of(m, note, policy)).OrderBy(SeedOrderOf)];
        _menteeAt = Positions(Mentees);
        _mentorAt = Positions(Mentors);
        RuleOut(cohort, policy, MenteeWith);
        Candidates = new Candidates(Mentees, Mentors, policy);
        Locked = policy.Locked.ToDictionary(pair => pair.Mentee, pair => pair.Mentor);
        _threads = threads;
        _capacityWithoutBound = RemainingCapacity();
        MaxLoad = policy.Fairness.MaxLoadAboveMean is { } above
            ? LoadBalance.EvenLoad(Mentees.Length, Mentors) + above
            : null;
        Graph = Candidates.Graph(CapacityWithinLoad(), Locked.Keys.ToHashSet(), threads, progress, ct);
    }

    public Policy Policy { get; }

    /// <summary>Permitted pairs without the locked ones, in the order of the run (by seed), not of the input.</summary>
    public CandidateGraph Graph { get; }

    /// <summary>The weights in force, in thousandths that add up to 1000.</summary>
    public IReadOnlyDictionary<string, int> EffectiveWeights =>
        Factor.All.Zip(Candidates.FactorWeights).ToDictionary(pair => pair.First.Name, pair => pair.Second);

    internal TermInterner Terms { get; }
    internal Profile[] Mentees { get; }
    internal Profile[] Mentors { get; }
    internal Candidates Candidates { get; }
    internal IReadOnlyDictionary<Guid, Guid> Locked { get; }

    /// <summary>The most mentees that a mentor may get, locked ones included; null without a bound.</summary>
    internal int? MaxLoad { get; }

    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <exception cref="InvalidProblemException">The cohort or the policy cannot be matched as it stands.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MatchingProblem From(
        Cohort cohort,
        Policy policy,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    ) => From(cohort, policy, Environment.ProcessorCount, progress, ct);

    /// <inheritdoc cref="From(Cohort, Policy, IProgress{MatchingProgress}?, CancellationToken)"/>
    /// <param name="threads">At most so many compute at a time, 1 or more; the problem is the same for any
    /// number.</param>
    public static MatchingProblem From(
        Cohort cohort,
        Policy policy,
        int threads,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ProblemValidation.Require(cohort, policy);
        var problem = new MatchingProblem(cohort, policy, threads, progress, ct);
        problem.RequireKeepRules(policy.Locked);
        return problem;
    }

    /// <summary>
    /// Assigns the whole cohort: the most people, then the greatest total score, within the policy's bounds of
    /// fairness.
    /// </summary>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public MatchingResult Solve(IProgress<MatchingProgress>? progress = null, CancellationToken ct = default)
    {
        var groups = new Groups(this);
        if (Policy.Fairness == FairnessBounds.None)
        {
            var best = AssignmentSolver.Solve(Graph, progress, _threads, ct);
            return new(this, best) { Fairness = groups.Report(best, best) };
        }
        var unbounded = AssignmentSolver.Solve(GraphWithoutBound(), progress, _threads, ct);
        var within = MaxLoad is null ? unbounded : AssignmentSolver.Solve(Graph, null, _threads, ct);
        var fair = FairSolver.Solve(Graph, groups.Terms(within), within, progress, ct);
        return new(this, fair) { Fairness = groups.Report(fair, unbounded) };
    }

    /// <summary>Score, contributions and rules of any pair of the cohort, chosen or not.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public PairExplanation Explain(Pair pair) =>
        Candidates.Explain(Mentees[MenteeAt(pair.Mentee)], Mentors[MentorAt(pair.Mentor)]);

    /// <summary>
    /// The mentors whom the solver may give this mentee with their scores, the best first; empty for one who is locked.
    /// </summary>
    /// <exception cref="KeyNotFoundException">Nobody of this id is a mentee of the cohort.</exception>
    public IReadOnlyList<(Guid Mentor, int Score)> CandidatesOf(Guid mentee)
    {
        var edges = Graph.EdgesOf(MenteeAt(mentee));
        return
        [
            .. edges
                .OrderByDescending(edge => Graph.Score[edge])
                .Select(edge => (Mentors[Graph.Mentor[edge]].Id, Graph.Score[edge])),
        ];
    }

    internal int MenteeAt(Guid mentee) =>
        _menteeAt.TryGetValue(mentee, out var at)
            ? at
            : throw new KeyNotFoundException($"Nobody with id {mentee} is a mentee in this cohort.");

    internal int MentorAt(Guid mentor) =>
        _mentorAt.TryGetValue(mentor, out var at)
            ? at
            : throw new KeyNotFoundException($"Nobody with id {mentor} is a mentor in this cohort.");

    /// <summary>
    /// The worst of the best candidates; null where no permitted pair was left out: a row that is not full holds each.
    /// </summary>
    internal KeptCandidate? WorstOf(int mentee)
    {
        if (Graph.RowStart[mentee + 1] - Graph.RowStart[mentee] != Policy.CandidatesPerMentee)
            return null;
        var worst = Graph.EdgesOf(mentee).MinBy(edge => new Candidate(Graph.Mentor[edge], Graph.Score[edge]).Rank);
        return new(Mentors[Graph.Mentor[worst]].Id, Graph.Score[worst]);
    }

    /// <summary>Tells mentees whom they must not meet.</summary>
    /// <param name="menteeWith">Null for people who are not in question as mentees.</param>
    internal static void RuleOut(Cohort cohort, Policy policy, Func<Guid, Profile?> menteeWith)
    {
        foreach (var (one, other) in cohort.Exclusions)
        {
            menteeWith(one)?.Exclude(other);
            menteeWith(other)?.Exclude(one);
        }
        foreach (var (mentee, mentor) in cohort.Ended)
            menteeWith(mentee)?.End(mentor);
        foreach (var (mentee, mentor) in policy.Forbidden)
            menteeWith(mentee)?.Forbid(mentor);
    }

    private Profile? MenteeWith(Guid id) => _menteeAt.TryGetValue(id, out var at) ? Mentees[at] : null;

    private int[] RemainingCapacity()
    {
        var capacity = Array.ConvertAll(Mentors, mentor => mentor.CapacityWithinHours);
        foreach (var mentor in Locked.Values)
            capacity[MentorAt(mentor)]--;
        return capacity;
    }

    private int[] CapacityWithinLoad()
    {
        if (MaxLoad is not { } most)
            return _capacityWithoutBound;
        var left = Enumerable.Repeat(most, Mentors.Length).ToArray();
        foreach (var mentor in Locked.Values)
            left[MentorAt(mentor)]--;
        return [.. _capacityWithoutBound.Zip(left, (capacity, load) => Math.Min(capacity, Math.Max(0, load)))];
    }

    /// <summary>A mentor whose bound on load is reached is no candidate.</summary>
    private CandidateGraph GraphWithoutBound() =>
        MaxLoad is null ? Graph : new(_capacityWithoutBound, Graph.RowStart, Graph.Mentor, Graph.Score);

    /// <exception cref="InvalidProblemException">One of these locked pairs breaks a rule.</exception>
    internal void RequireKeepRules(IEnumerable<Pair> locked)
    {
        foreach (var pair in locked)
        {
            if (Explain(pair).Rules.FirstOrDefault(rule => !rule.Passed) is { } broken)
                throw new InvalidProblemException(
                    "locked",
                    $"A locked pair breaks the rule '{broken.Rule}'. {broken.Sentence}"
                );
        }
    }

    private static Dictionary<Guid, int> Positions(Profile[] people) =>
        people.Index().ToDictionary(p => p.Item.Id, p => p.Index);

    private SeedOrder SeedOrderOf(Profile person) => SeedOrder.Of(person.Id, Policy.Seed);
}
