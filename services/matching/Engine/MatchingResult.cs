using System.Text.Json.Serialization;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A solved problem in terms of people. It may also be made again from a stored assignment of the same problem.
/// Whatever concerns the whole cohort is computed when it is first asked for: most questions to a stored run are about
/// one pair.
/// </summary>
public sealed class MatchingResult
{
    private readonly MatchingProblem _problem;
    private readonly Prices _prices;
    private readonly Lazy<RuleCounterfactuals> _counterfactuals;
    private readonly Lazy<SolvedCohort> _solvedCohort;
    private readonly Lazy<IReadOnlyList<Proposal>> _proposals;
    private readonly Lazy<IReadOnlyList<Unmatched>> _unmatched;

    public MatchingResult(MatchingProblem problem, Assignment assignment)
    {
        (_problem, Assignment) = (problem, assignment);
        _prices = new(problem, assignment);
        _counterfactuals = new(() => new(problem.Mentees.Concat(problem.Mentors), problem.Policy));
        _solvedCohort = new(() =>
            new(
                problem.MaxLoad,
                _prices.CountMeans,
                _counterfactuals.Value.TimeZones,
                _counterfactuals.Value.SpeakersBy(problem.Terms),
                problem.Terms.RespelledTerms
            )
        );
        _unmatched = new(() =>
            [
                .. new UnmatchedMentees(problem, assignment, _prices, _counterfactuals)
                    .All()
                    .OrderBy(unmatched => unmatched.Mentee),
            ]
        );
        _proposals = new(ProposeAll);
    }

    /// <summary>
    /// The solver's answer on <see cref="MatchingProblem.Graph"/>, without locked pairs; what the certificate is about.
    /// </summary>
    public Assignment Assignment { get; }

    /// <summary>One for each matched mentee, sorted by mentee, locked pairs included.</summary>
    public IReadOnlyList<Proposal> Proposals => _proposals.Value;

    /// <summary>Everybody else, sorted by mentee.</summary>
    public IReadOnlyList<Unmatched> Unmatched => _unmatched.Value;

    public int Matched => Proposals.Count;

    /// <summary>Millionths, locked pairs included.</summary>
    public long TotalScore => Proposals.Sum(proposal => (long)proposal.Score);

    /// <summary>
    /// Null in a result that was made again from a stored assignment: its price is known only beside a run without
    /// bounds.
    /// </summary>
    public FairnessReport? Fairness { get; init; }

    public VerificationResult Verify() => Certificate.Verify(_problem.Graph, Assignment);

    /// <summary>What has to be kept of each mentee, so that <see cref="PricedPair"/> can do without the rest.</summary>
    [JsonIgnore]
    public IReadOnlyList<SolvedMentee> SolvedMentees => _prices.Mentees;

    /// <summary>What has to be kept of each mentor, so that <see cref="PricedPair"/> can do without the rest.</summary>
    [JsonIgnore]
    public IReadOnlyList<SolvedMentor> SolvedMentors => _prices.Mentors;

    /// <summary>
    /// What has to be kept of the cohort as a whole, so that <see cref="PricedPair"/> can do without the rest.
    /// </summary>
    [JsonIgnore]
    public SolvedCohort SolvedCohort => _solvedCohort.Value;

    /// <summary>One sentence on why these two were not matched; null when they were.</summary>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public string? WhyNot(Pair pair) => PairOf(pair).WhyNot();

    /// <inheritdoc cref="SolvedPair.WhatWouldHelp"/>
    /// <exception cref="KeyNotFoundException">One of the two is not in the cohort in that role.</exception>
    public CounterfactualChange? WhatWouldHelp(Pair pair) => PairOf(pair).WhatWouldHelp();

    private PricedPair PairOf(Pair pair)
    {
        var (mentee, mentor) = (_problem.MenteeAt(pair.Mentee), _problem.MentorAt(pair.Mentor));
        return new(
            (_problem.Mentees[mentee], _problem.Mentors[mentor]),
            _problem.Policy,
            (_prices.Mentees[mentee], _prices.Mentors[mentor], SolvedCohort),
            _counterfactuals
        );
    }

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
