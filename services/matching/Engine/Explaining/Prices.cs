namespace PeerNetwork.Matching.Engine;

/// <summary>What a run's certificate says of its pairs. Whoever explains asks here, so that the proof may grow without them.</summary>
internal sealed class Prices(CandidateGraph graph, Assignment assignment)
{
    private readonly Certificate _proof = assignment.Certificate;
    private readonly Lazy<long[]> _ofPlaces = new(() => HighestPrices.Of(graph, assignment));

    /// <summary>
    /// The score from which on nothing speaks against the pair; null where no score would do, because the place is needed by people who
    /// have too few others while this mentee has more. Of the prices that prove the optimum each is a lower bound of what the pair would
    /// cost: the greater of two counts, the certificate's own and those with the highest prices of places.
    /// </summary>
    public long? Of(int mentee, int mentor) =>
        _proof.CoveredMentees[mentee] && _proof.OverDemandedMentors[mentor]
            ? null
            : ScoreFor(
                mentee,
                Math.Max(
                    _proof.MenteePrices[mentee] + _proof.MentorPrices[mentor],
                    OfMatch(mentee) + _ofPlaces.Value[mentor]
                )
            );

    /// <summary>What being matched is worth to this mentee's match beyond the place's price.</summary>
    private long OfMatch(int mentee) =>
        assignment.Edges[mentee] is >= 0 and var edge
            ? _proof.Worth(mentee, graph.Score[edge]) - _ofPlaces.Value[graph.Mentor[edge]]
            : _proof.LeastPriceOf(mentee);

    /// <summary>Whether scores count with weights, because means of groups were asked for.</summary>
    public bool CountMeans => _proof.Groups is { Unit: > 1 };

    /// <summary>Whether the mentee is one of those who compete for too few places.</summary>
    public bool Competes(int mentee) => !_proof.CoveredMentees[mentee] && graph.HasEdges(mentee);

    public bool IsOverDemanded(int mentor) => _proof.OverDemandedMentors[mentor];

    /// <summary>Points that an edge's score lacks, 0 or more; null where no score would do.</summary>
    public long? Lack(int mentee, int edge) =>
        Of(mentee, graph.Mentor[edge]) is { } price ? Math.Max(0, price - graph.Score[edge]) : null;

    /// <summary>The least score that is worth so much to the solver; what a score is worth is a straight line that rises.</summary>
    private long ScoreFor(int mentee, long worth)
    {
        if (_proof.Groups is not { } groups)
            return worth;
        var none = groups.Worth(mentee, 0);
        var (more, each) = (worth - none, groups.Worth(mentee, 1) - none);
        return more > 0 ? (more + each - 1) / each : more / each;
    }
}
