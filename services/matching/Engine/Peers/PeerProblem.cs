namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A cohort of peers, each a mentee and a mentor, and a policy, checked and made into a graph. A pair is permitted
/// where the rules hold in both directions and both have a place; its score is the mean of both directions, in
/// millionths, rounded down. The same input and seed give the same graph, whatever the order of people. It costs what
/// the graph of mentees and mentors costs (<see cref="MatchingProblem"/>), and one score more for each of its edges.
/// </summary>
public sealed class PeerProblem
{
    private readonly MatchingProblem _directed;
    private readonly bool[] _isLocked;

    private PeerProblem(MatchingProblem directed, CancellationToken ct)
    {
        _directed = directed;
        _isLocked = Array.ConvertAll(directed.Mentees, peer => directed.Locked.ContainsKey(peer.Id));
        Graph = new(directed.Mentees.Length, [.. Edges(ct)]);
    }

    /// <summary>Permitted pairs without the people who are locked, in the order of the run (by seed).</summary>
    public PeerGraph Graph { get; }

    /// <summary>In the order of the graph. The same person has the same place as a mentee and as a mentor.</summary>
    internal Profile[] Peers => _directed.Mentees;

    /// <summary>One line for each locked pair, the smaller id first.</summary>
    internal IEnumerable<Pair> Locked =>
        _directed.Locked.Where(pair => pair.Key < pair.Value).Select(pair => new Pair(pair.Key, pair.Value));

    /// <param name="cohort">The same people as mentees and as mentors.</param>
    /// <param name="policy">A locked or forbidden pair holds in both directions. It has no bounds of fairness.</param>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="InvalidProblemException">The cohort or the policy cannot be matched as it stands.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static PeerProblem From(
        Cohort cohort,
        Policy policy,
        IProgress<MatchingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        if (!cohort.Mentees.Select(m => m.Id).Order().SequenceEqual(cohort.Mentors.Select(m => m.Id).Order()))
            throw new InvalidProblemException("mentors", "Peers must be mentees and mentors.");
        if (policy.Fairness != FairnessBounds.None)
            throw new InvalidProblemException(
                "fairness",
                "Pairs of peers cannot be matched within bounds of fairness."
            );
        var bothWays = policy with { Locked = BothWays(policy.Locked), Forbidden = BothWays(policy.Forbidden) };
        return new(MatchingProblem.From(cohort, bothWays, progress, ct), ct);
    }

    /// <summary>The greatest number of pairs and, among those, the greatest total score, with its proof.</summary>
    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PeerResult Solve(IProgress<MatchingProgress>? progress = null, CancellationToken ct = default) =>
        new(this, PeerSolver.Solve(Graph, progress, ct));

    /// <summary>Score, contributions and rules of one peer as the mentor of another.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort.</exception>
    public PairExplanation Explain(Pair pair) => _directed.Explain(pair);

    internal int At(Guid peer) => _directed.MenteeAt(peer);

    internal bool IsLocked(int peer) => _isLocked[peer];

    internal bool HasPlace(int peer) => _directed.Graph.Capacity[peer] > 0;

    internal IEnumerable<RuleCheck> RulesOf(int one, int other) =>
        new[] { (one, other), (other, one) }.SelectMany(way =>
            _directed.Candidates.Rules.Select(rule =>
                rule.Check(_directed.Mentees[way.Item1], _directed.Mentors[way.Item2], _directed.Policy)
            )
        );

    /// <summary>The score of a pair by those of its two directions.</summary>
    public static int ScoreOf(int one, int other) => (int)(((long)one + other) / 2);

    private static Pair[] BothWays(IReadOnlyList<Pair> pairs) =>
        [.. pairs.SelectMany(pair => new[] { pair, new Pair(pair.Mentor, pair.Mentee) }).Distinct()];

    private IEnumerable<PeerEdge> Edges(CancellationToken ct)
    {
        var (graph, candidates) = (_directed.Graph, _directed.Candidates);
        for (var mentee = 0; mentee < Peers.Length; mentee++)
        {
            ct.ThrowIfCancellationRequested();
            if (!HasPlace(mentee))
                continue;
            for (var edge = graph.RowStart[mentee]; edge < graph.RowStart[mentee + 1]; edge++)
            {
                var mentor = graph.Mentor[edge];
                // Where all permitted pairs are kept, the other row has this pair, too.
                if (_isLocked[mentor] || (mentor < mentee && _directed.Policy.CandidatesPerMentee is null))
                    continue;
                var (back, forth) = (_directed.Mentees[mentor], _directed.Mentors[mentee]);
                if (candidates.Permits(back, forth))
                    yield return new(mentee, mentor, ScoreOf(graph.Score[edge], candidates.Score(back, forth)));
            }
        }
    }
}
