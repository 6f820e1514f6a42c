using System.Text.Json.Serialization;

namespace PeerNetwork.Matching.Engine;

/// <summary>A mentee and a mentor whom a stable matching gives to each other.</summary>
/// <param name="ForMentee">By the weights of the policy.</param>
/// <param name="ForMentor">By the weights of mentors; null where they are the same.</param>
public sealed record StableProposal(bool Locked, PairExplanation ForMentee, PairExplanation? ForMentor);

/// <summary>
/// A stable matching in terms of people. It may also be made again from a stored matching of the same problem. Whatever
/// concerns all people is computed when it is first asked for.
/// </summary>
public sealed class StableResult
{
    private readonly StableProblem _problem;
    private readonly Lazy<RuleCounterfactuals> _counterfactuals;
    private readonly Lazy<IReadOnlyList<StableProposal>> _proposals;
    private readonly Lazy<IReadOnlyList<Unmatched>> _unmatched;
    private readonly Lazy<int[]> _leastEdges;

    public StableResult(StableProblem problem, StableMatching matching)
    {
        (_problem, Matching) = (problem, matching);
        _counterfactuals = new(() => new(problem.Mentees.Concat(problem.Mentors), problem.Directed.Policy));
        _proposals = new(ProposeAll);
        _unmatched = new(() => [.. ExplainUnmatched().OrderBy(unmatched => unmatched.Mentee)]);
        _leastEdges = new(LeastEdges);
    }

    /// <summary>The solver's answer on <see cref="StableProblem.Graph"/>, without locked pairs.</summary>
    public StableMatching Matching { get; }

    /// <summary>One for each matched mentee, sorted by mentee, locked pairs included.</summary>
    public IReadOnlyList<StableProposal> Proposals => _proposals.Value;

    /// <summary>Everybody else, sorted by mentee. O(mentors × rules) for each one without any candidate.</summary>
    public IReadOnlyList<Unmatched> Unmatched => _unmatched.Value;

    /// <summary>What mentors are worth to mentees, in millionths, locked pairs included.</summary>
    public long TotalScore => Proposals.Sum(proposal => (long)proposal.ForMentee.Score);

    /// <summary>How groups and mentors are treated, without bounds.</summary>
    public FairnessReport Fairness => new Groups(_problem.Directed).Report(Matching);

    /// <summary>What has to be kept of each mentee for <see cref="StablePair"/>, in the order of the run.</summary>
    [JsonIgnore]
    public IReadOnlyList<StableMentee> SolvedMentees =>
        [.. Enumerable.Range(0, _problem.Mentees.Length).Select(SolvedMentee)];

    /// <summary>What has to be kept of each mentor for <see cref="StablePair"/>, in the order of the run.</summary>
    [JsonIgnore]
    public IReadOnlyList<StableMentor> SolvedMentors =>
        [.. Enumerable.Range(0, _problem.Mentors.Length).Select(SolvedMentor)];

    /// <summary>What has to be kept of the cohort as a whole for <see cref="StablePair"/>.</summary>
    [JsonIgnore]
    public SolvedCohort SolvedCohort =>
        new(
            null,
            false,
            _counterfactuals.Value.TimeZones,
            _counterfactuals.Value.SpeakersBy(_problem.Directed.Terms),
            _problem.Directed.Terms.RespelledTerms
        );

    /// <summary>
    /// Checks places, the total and that no pair blocks, without the solver. Every edge of the graph keeps the rules.
    /// The locked pairs are given, so the answer says nothing of them.
    /// </summary>
    public VerificationResult Verify()
    {
        var found = StableVerification.Verify(_problem.Graph, _problem.MentorScores, Matching);
        return found.Holds && _problem.Directed.Locked.Count is > 0 and var locked
            ? found with
            {
                Sentence =
                    $"{found.Sentence} This leaves out what a coordinator fixed: {TextFormat.Count(locked, "pair")}.",
            }
            : found;
    }

    private IReadOnlyList<StableProposal> ProposeAll()
    {
        var locked = _problem.Directed.Policy.Locked.Select(pair => Propose(pair, locked: true));
        var chosen = Enumerable
            .Range(0, _problem.Mentees.Length)
            .Where(mentee => Matching.Edges[mentee] >= 0)
            .Select(mentee =>
                Propose(new(_problem.Mentees[mentee].Id, MentorOf(Matching.Edges[mentee])), locked: false)
            );
        return [.. locked.Concat(chosen).OrderBy(proposal => proposal.ForMentee.Pair.Mentee)];
    }

    private StableProposal Propose(Pair pair, bool locked) =>
        new(locked, _problem.Explain(pair), _problem.HasOwnWeights ? _problem.ExplainForMentor(pair) : null);

    private Guid MentorOf(int edge) => _problem.Mentors[_problem.Graph.Mentor[edge]].Id;

    private StableMentee SolvedMentee(int mentee)
    {
        var edge = Matching.Edges[mentee];
        return new(
            _problem.Mentees[mentee].Id,
            edge < 0 ? null : new(MentorOf(edge), _problem.Graph.Score[edge]),
            _problem.Directed.WorstOf(mentee)
        );
    }

    private StableMentor SolvedMentor(int mentor)
    {
        var edge = _leastEdges.Value[mentor];
        return new(
            _problem.Mentors[mentor].Id,
            edge < 0 ? null : new(_problem.Mentees[MenteeOf(edge)].Id, _problem.MentorScores[edge])
        );
    }

    /// <summary>By mentor, the edge of the mentee of the least worth; -1 where a place is free.</summary>
    private int[] LeastEdges()
    {
        var (graph, least) = (_problem.Graph, new int[_problem.Graph.MentorCount]);
        Array.Fill(least, -1);
        var free = graph.Capacity.ToArray();
        foreach (var edge in Matching.Edges.Where(edge => edge >= 0))
        {
            var mentor = graph.Mentor[edge];
            free[mentor]--;
            // Of equal worth the later edge is the lesser.
            if (least[mentor] < 0 || _problem.MentorScores[edge] <= _problem.MentorScores[least[mentor]])
                least[mentor] = edge;
        }
        for (var mentor = 0; mentor < least.Length; mentor++)
        {
            if (free[mentor] > 0)
                least[mentor] = -1;
        }
        return least;
    }

    /// <summary>The mentee in whose row an edge is. O(log(mentees)).</summary>
    private int MenteeOf(int edge)
    {
        var starts = _problem.Graph.RowStart;
        var (low, high) = (0, starts.Length - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (starts[middle] <= edge)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    private IEnumerable<Unmatched> ExplainUnmatched()
    {
        var withoutCandidate = new MenteesWithoutCandidate(_problem.Directed, _counterfactuals);
        for (var mentee = 0; mentee < _problem.Mentees.Length; mentee++)
        {
            if (Matching.Edges[mentee] >= 0 || _problem.Directed.Locked.ContainsKey(_problem.Mentees[mentee].Id))
                continue;
            yield return _problem.Graph.HasEdges(mentee) ? WithoutPlace(mentee) : withoutCandidate.For(mentee);
        }
    }

    /// <summary>All candidates of an unmatched mentee have given their places to others whom they prefer.</summary>
    private Unmatched WithoutPlace(int mentee)
    {
        var edges = _problem.Graph.EdgesOf(mentee).ToArray();
        var nearest = edges.MinBy(edge => (MissingPoints(edge), edge));
        return new(
            _problem.Mentees[mentee].Id,
            UnmatchedReasons.PreferredOthers,
            $"All places of {TextFormat.Count(edges.Length, "mentor")} who may have this mentee are held by mentees "
                + "whom the mentor prefers.",
            "Ask these mentors for more places, or invite others who suit. To the place nearest to this mentee "
                + $"{TextFormat.Count(MissingPoints(nearest), "point")} are missing by the weights of mentors.",
            MentorOf(nearest)
        );
    }

    /// <summary>Of a mentor without a free place: what the mentee lacks to the least of those who hold one.</summary>
    private long MissingPoints(int edge)
    {
        var least = _leastEdges.Value[_problem.Graph.Mentor[edge]];
        return least < 0 ? 0 : (long)_problem.MentorScores[least] - _problem.MentorScores[edge];
    }
}
