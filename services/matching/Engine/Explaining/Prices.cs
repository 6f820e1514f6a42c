namespace PeerNetwork.Matching.Engine;

/// <summary>What a solution's certificate says of its people and pairs.</summary>
internal sealed class Prices
{
    private readonly MatchingProblem _problem;
    private readonly Assignment _assignment;
    private readonly Certificate _proof;
    private readonly Lazy<SolvedMentee[]> _mentees;
    private readonly Lazy<SolvedMentor[]> _mentors;

    public Prices(MatchingProblem problem, Assignment assignment)
    {
        (_problem, _assignment, _proof) = (problem, assignment, assignment.Certificate);
        _mentors = new(SolveMentors);
        _mentees = new(() => [.. Enumerable.Range(0, problem.Mentees.Length).Select(Solve)]);
    }

    /// <summary>In the order of the run.</summary>
    public SolvedMentee[] Mentees => _mentees.Value;

    /// <summary>In the order of the run.</summary>
    public SolvedMentor[] Mentors => _mentors.Value;

    /// <summary>Whether scores count with weights, because means of groups were asked for.</summary>
    public bool CountMeans => _proof.Groups is { Unit: > 1 };

    /// <summary>Whether the mentee is one of those who compete for too few places.</summary>
    public bool Competes(int mentee) => !_proof.CoveredMentees[mentee] && _problem.Graph.HasEdges(mentee);

    public bool IsOverDemanded(int mentor) => _proof.OverDemandedMentors[mentor];

    /// <summary>Points that an edge's score lacks, 0 or more; null where no score would do.</summary>
    public long? MissingPoints(int mentee, int edge) =>
        Mentees[mentee].PriceWith(Mentors[_problem.Graph.Mentor[edge]]) is { } price
            ? Math.Max(0, price - _problem.Graph.Score[edge])
            : null;

    private SolvedMentor[] SolveMentors()
    {
        var highest = HighestPrices.Of(_problem.Graph, _assignment);
        return
        [
            .. _problem.Mentors.Select(
                (mentor, at) => new SolvedMentor(mentor.Id, IsOverDemanded(at), _proof.MentorPrices[at], highest[at])
            ),
        ];
    }

    private SolvedMentee Solve(int mentee)
    {
        var (graph, edge) = (_problem.Graph, _assignment.Edges[mentee]);
        SolvedMentor? given = edge >= 0 ? Mentors[graph.Mentor[edge]] : null;
        var none = _proof.Worth(mentee, 0);
        return new(
            _problem.Mentees[mentee].Id,
            given?.Mentor,
            _proof.CoveredMentees[mentee],
            _proof.MenteePrices[mentee],
            given is null ? _proof.MinPriceOf(mentee) : _proof.Worth(mentee, graph.Score[edge]) - given.HighestPrice,
            none,
            _proof.Worth(mentee, 1) - none,
            _problem.WorstOf(mentee)
        );
    }
}
