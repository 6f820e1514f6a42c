using System.Text.Json.Serialization;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A solved problem in terms of people. It may also be made again from a stored assignment of the same problem. Whatever concerns the whole
/// cohort is computed when it is first asked for: most questions to a stored run are about one pair.
/// </summary>
public sealed class MatchingResult
{
    private readonly MatchingProblem _problem;
    private readonly Refusals _refusals;
    private readonly Lazy<IReadOnlyList<Proposal>> _proposals;
    private readonly Lazy<IReadOnlyList<Unmatched>> _unmatched;
    private readonly Lazy<IReadOnlyList<IdleMentor>> _idleMentors;

    public MatchingResult(MatchingProblem problem, Assignment assignment)
    {
        (_problem, Assignment) = (problem, assignment);
        var prices = new Prices(problem.Graph, assignment);
        var remedies = new Lazy<RuleRemedies>(() => new(problem.Mentees.Concat(problem.Mentors), problem.Policy));
        _refusals = new(problem, assignment, prices, remedies);
        _idleMentors = new(() => [.. new IdleMentors(problem, assignment, prices).All().OrderBy(idle => idle.Mentor)]);
        _unmatched = new(() =>
            [
                .. new UnmatchedMentees(problem, assignment, prices, remedies)
                    .All()
                    .OrderBy(unmatched => unmatched.Mentee),
            ]
        );
        _proposals = new(ProposeAll);
    }

    /// <summary>The solver's answer on <see cref="MatchingProblem.Graph"/>, without locked pairs; what the certificate is about.</summary>
    public Assignment Assignment { get; }

    /// <summary>One for each matched mentee, sorted by mentee, locked pairs included.</summary>
    public IReadOnlyList<Proposal> Proposals => _proposals.Value;

    /// <summary>Everybody else, sorted by mentee.</summary>
    public IReadOnlyList<Unmatched> Unmatched => _unmatched.Value;

    /// <summary>Mentors who got nobody, sorted by mentor.</summary>
    [JsonIgnore]
    public IReadOnlyList<IdleMentor> IdleMentors => _idleMentors.Value;
    public int Matched => Proposals.Count;

    /// <summary>Millionths, locked pairs included.</summary>
    public long TotalScore => Proposals.Sum(proposal => (long)proposal.Score);

    /// <summary>Null in a result that was made again from a stored assignment: its price is known only beside a run without bounds.</summary>
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

    private IReadOnlyList<Proposal> ProposeAll()
    {
        var locked = _problem.Policy.Locked.Select(pair => Propose(pair, locked: true));
        var chosen = Enumerable
            .Range(0, _problem.Mentees.Length)
            .Where(mentee => Assignment.Edges[mentee] >= 0)
            .Select(mentee => Propose(PairAt(mentee), locked: false));
        return [.. locked.Concat(chosen).OrderBy(proposal => proposal.Pair.Mentee)];
    }

    private Pair PairAt(int mentee) =>
        new(_problem.Mentees[mentee].Id, _problem.Mentors[_problem.Graph.Mentor[Assignment.Edges[mentee]]].Id);

    private Proposal Propose(Pair pair, bool locked)
    {
        var why = _problem.Explain(pair);
        return new(pair, why.Score, locked, why.Contributions, why.Rules);
    }
}
