namespace PeerNetwork.Matching.Engine;

/// <summary>A solved problem in terms of people. It may also be made again from a stored assignment of the same problem.</summary>
public sealed class MatchingResult
{
    private readonly MatchingProblem _problem;

    public MatchingResult(MatchingProblem problem, Assignment assignment)
    {
        (_problem, Assignment) = (problem, assignment);
        var locked = problem.Policy.Locked.Select(pair => Propose(pair, locked: true));
        var chosen = Enumerable.Range(0, problem.Mentees.Length).Where(mentee => assignment.Edges[mentee] >= 0)
            .Select(mentee => Propose(PairAt(mentee), locked: false));
        Proposals = [.. locked.Concat(chosen).OrderBy(proposal => proposal.Pair.Mentee)];
        TotalScore = Proposals.Sum(proposal => (long)proposal.Score);
        Unmatched = [.. ReasonsFor().OrderBy(unmatched => unmatched.Mentee)];
    }

    /// <summary>The solver's answer on <see cref="MatchingProblem.Graph"/>, without locked pairs; what the certificate is about.</summary>
    public Assignment Assignment { get; }

    /// <summary>One for each matched mentee, sorted by mentee, locked pairs included.</summary>
    public IReadOnlyList<Proposal> Proposals { get; }

    /// <summary>Everybody else, sorted by mentee.</summary>
    public IReadOnlyList<Unmatched> Unmatched { get; }
    public int Matched => Proposals.Count;

    /// <summary>Millionths, locked pairs included.</summary>
    public long TotalScore { get; }

    /// <summary>Null until bounds of fairness or groups are part of the problem.</summary>
    public FairnessReport? Fairness { get; init; }

    public Verdict Verify() => Certificate.Verify(_problem.Graph, Assignment);

    /// <summary>One sentence on why these two were not matched; null when they were.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public string? WhyNot(Pair pair)
    {
        var (mentee, mentor) = (_problem.MenteeAt(pair.Mentee), _problem.MentorAt(pair.Mentor));
        if (_problem.Locked.TryGetValue(pair.Mentee, out var locked))
            return locked == pair.Mentor ? null : "The coordinator locked this mentee to another mentor.";
        if (_problem.Explain(pair).Rules.FirstOrDefault(rule => !rule.Passed) is { } broken)
            return broken.Sentence;
        if (_problem.Graph.Seats[mentor] == 0)
            return "The coordinator locked all places of this mentor to other mentees.";
        var edge = _problem.Graph.EdgeOf(mentee, mentor);
        if (edge < 0)
            return $"The mentor is not among the best {Say.Count(_problem.Policy.CandidatesPerMentee!.Value, "candidate")} of this mentee.";
        return edge == Assignment.Edges[mentee] ? null : SayPrice(mentee, mentor, edge);
    }

    private string SayPrice(int mentee, int mentor, int edge)
    {
        var proof = Assignment.Certificate;
        if (proof.CoveredMentees[mentee] && proof.OverDemandedMentors[mentor])
            return "Every place of this mentor is needed by mentees who have too few other candidates: "
                + "this pair would leave one person more unmatched.";
        var loss = proof.MenteePrices[mentee] + proof.MentorPrices[mentor] - _problem.Graph.Score[edge];
        return loss > 0
            ? $"The place does more good elsewhere: with this pair the whole cohort's total would be at least {loss} points lower."
            : "By the prices nothing speaks against this pair; of solutions with the greatest total the run settled on another.";
    }

    private IEnumerable<Unmatched> ReasonsFor()
    {
        var (graph, proof) = (_problem.Graph, Assignment.Certificate);
        var competing = Enumerable.Range(0, graph.MenteeCount)
            .Count(mentee => !proof.CoveredMentees[mentee] && graph.RowStart[mentee] < graph.RowStart[mentee + 1]);
        var places = graph.Seats.Where((_, mentor) => proof.OverDemandedMentors[mentor]).Sum(seats => (long)seats);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var id = _problem.Mentees[mentee].Id;
            if (Assignment.Edges[mentee] >= 0 || _problem.Locked.ContainsKey(id))
                continue;
            if (graph.RowStart[mentee] < graph.RowStart[mentee + 1])
                yield return new(id, Reasons.OverDemanded,
                    "All mentors who suit are over-demanded: "
                    + $"{Say.Count(competing, "mentee")} compete for {Say.Count(places, "place")}, and all are taken.");
            else
                yield return WithoutCandidate(_problem.Mentees[mentee]);
        }
    }

    private Unmatched WithoutCandidate(Profile mentee)
    {
        var open = _problem.Mentors.Where((_, mentor) => _problem.Graph.Seats[mentor] > 0).ToArray();
        if (open is [])
            return new(mentee.Id, Reasons.NoFreePlace, "No mentor has a free place.");
        var broken = _problem.Candidates.Rules
            .Select(rule => (rule.Name, Count: open.Count(mentor => !rule.Passes(mentee, mentor, _problem.Policy))))
            .Where(rule => rule.Count > 0).OrderByDescending(rule => rule.Count).Select(rule => $"{rule.Name} rules out {rule.Count}");
        return new(mentee.Id, Reasons.NoCandidate,
            $"No pair with any of {Say.Count(open.Length, "mentor")} with free places keeps every rule: {string.Join(", ", broken)}.");
    }

    private Pair PairAt(int mentee) =>
        new(_problem.Mentees[mentee].Id, _problem.Mentors[_problem.Graph.Mentor[Assignment.Edges[mentee]]].Id);

    private Proposal Propose(Pair pair, bool locked)
    {
        var why = _problem.Explain(pair);
        return new(pair, why.Score, locked, why.Contributions, why.Rules);
    }
}
