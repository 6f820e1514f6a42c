namespace PeerNetwork.Matching.Engine;

/// <summary>What a run's certificate says of its pairs. Whoever explains asks here, so that the proof may grow without them.</summary>
internal sealed class Prices(CandidateGraph graph, Assignment assignment)
{
    private readonly Certificate _proof = assignment.Certificate;

    /// <summary>
    /// The score from which on nothing speaks against the pair; null where no score would do, because the place is needed by people who
    /// have too few others while this mentee has more.
    /// </summary>
    public long? Of(int mentee, int mentor) => _proof.CoveredMentees[mentee] && _proof.OverDemandedMentors[mentor]
        ? null
        : _proof.MenteePrices[mentee] + _proof.MentorPrices[mentor];

    /// <summary>Whether the mentee is one of those who compete for too few places.</summary>
    public bool Competes(int mentee) => !_proof.CoveredMentees[mentee] && graph.RowStart[mentee] < graph.RowStart[mentee + 1];

    public bool IsOverDemanded(int mentor) => _proof.OverDemandedMentors[mentor];

    /// <summary>Points that an edge's score lacks, 0 or more; null where no score would do.</summary>
    public long? Lack(int mentee, int edge) => Of(mentee, graph.Mentor[edge]) is { } price ? Math.Max(0, price - graph.Score[edge]) : null;
}
