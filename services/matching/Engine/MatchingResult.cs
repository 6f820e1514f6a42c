using System.Text.Json.Serialization;

namespace PeerNetwork.Matching.Engine;

/// <summary>A solved problem in terms of people. It may also be made again from a stored assignment of the same problem.</summary>
public sealed class MatchingResult
{
    private readonly MatchingProblem _problem;
    private readonly Refusals _refusals;
    private readonly Lazy<IReadOnlyList<IdleMentor>> _idleMentors;

    public MatchingResult(MatchingProblem problem, Assignment assignment)
    {
        (_problem, Assignment) = (problem, assignment);
        var locked = problem.Policy.Locked.Select(pair => Propose(pair, locked: true));
        var chosen = Enumerable.Range(0, problem.Mentees.Length).Where(mentee => assignment.Edges[mentee] >= 0)
            .Select(mentee => Propose(PairAt(mentee), locked: false));
        Proposals = [.. locked.Concat(chosen).OrderBy(proposal => proposal.Pair.Mentee)];
        TotalScore = Proposals.Sum(proposal => (long)proposal.Score);
        var prices = new Prices(problem.Graph, assignment);
        var remedies = new Lazy<RuleRemedies>(() => new(problem.Mentees.Concat(problem.Mentors), problem.Policy));
        _refusals = new(problem, assignment, prices, remedies);
        _idleMentors = new(() => [.. new IdleMentors(problem, assignment, prices).All().OrderBy(idle => idle.Mentor)]);
        Unmatched = [.. new UnmatchedMentees(problem, assignment, prices, remedies).All().OrderBy(unmatched => unmatched.Mentee)];
    }

    /// <summary>The solver's answer on <see cref="MatchingProblem.Graph"/>, without locked pairs; what the certificate is about.</summary>
    public Assignment Assignment { get; }

    /// <summary>One for each matched mentee, sorted by mentee, locked pairs included.</summary>
    public IReadOnlyList<Proposal> Proposals { get; }

    /// <summary>Everybody else, sorted by mentee.</summary>
    public IReadOnlyList<Unmatched> Unmatched { get; }

    /// <summary>Mentors who got nobody, sorted by mentor; computed when first asked for.</summary>
    [JsonIgnore]
    public IReadOnlyList<IdleMentor> IdleMentors => _idleMentors.Value;
    public int Matched => Proposals.Count;

    /// <summary>Millionths, locked pairs included.</summary>
    public long TotalScore { get; }

    /// <summary>Null until bounds of fairness or groups are part of the problem.</summary>
    public FairnessReport? Fairness { get; init; }

    public Verdict Verify() => Certificate.Verify(_problem.Graph, Assignment);

    /// <summary>What kept these two apart; null when they were matched.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public Obstacle? ObstacleTo(Pair pair) => _refusals.ObstacleTo(pair);

    /// <summary>One sentence on why these two were not matched; null when they were.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public string? WhyNot(Pair pair) => _refusals.WhyNot(pair);

    /// <summary>
    /// The smallest change of profile that would make a pair possible of two who were not matched; null when they were. Computed from the
    /// two profiles and the certificate's prices, without solving again; the first call goes once through the whole cohort.
    /// </summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public Remedy? WhatWouldHelp(Pair pair) => _refusals.WhatWouldHelp(pair);

    private Pair PairAt(int mentee) =>
        new(_problem.Mentees[mentee].Id, _problem.Mentors[_problem.Graph.Mentor[Assignment.Edges[mentee]]].Id);

    private Proposal Propose(Pair pair, bool locked)
    {
        var why = _problem.Explain(pair);
        return new(pair, why.Score, locked, why.Contributions, why.Rules);
    }
}
