namespace PeerNetwork.Matching.Engine;

/// <summary>
/// What bounds on groups add to a problem and to its proof. The least numbers matched are part of the exact solver:
/// leaving one more of a group unmatched has a price. The least means are not a network problem, so a score counts with
/// a weight by which its group gains where it lies above the mean that is asked (Lagrange multipliers; Geoffrion 1974):
/// any answer within the bounds is worth at least as much as its scores.
/// </summary>
/// <param name="GroupOf">The group of each mentee, or -1.</param>
/// <param name="MinMatched">Of each group.</param>
/// <param name="UnmatchedPrices">What one person fewer to match would be worth, in units of <see cref="Worth"/>; none
/// is negative.</param>
/// <param name="MeanWeights">Of each group, in 256ths of the weight of a score; none is negative.</param>
/// <param name="MinMeans">In score units.</param>
public sealed record GroupTerms(
    int[] GroupOf,
    int[] MinMatched,
    long[] UnmatchedPrices,
    int[] MeanWeights,
    int[] MinMeans
)
{
    private const int WeightUnit = 256;

    public int[] MeanWeights
    {
        get;
        init => (field, Unit) = (value, UnitOf(value));
    } = MeanWeights;

    /// <summary>Worth per unit of score: 1 unless means have weights.</summary>
    public int Unit { get; private init; } = UnitOf(MeanWeights);

    /// <summary>What a pair counts for the solver.</summary>
    public long Worth(int mentee, int score) =>
        GroupOf[mentee] is var group && group >= 0 && MeanWeights[group] > 0
            ? ((long)score * Unit) + ((long)MeanWeights[group] * ((long)score - MinMeans[group]))
            : (long)score * Unit;

    /// <summary>The graph in which scores are what they count for the solver.</summary>
    /// <exception cref="OverflowException">A score lies outside ±1.6 million and means have weights.</exception>
    internal CandidateGraph Weighted(CandidateGraph graph)
    {
        if (Unit == 1)
            return graph;
        var worth = new int[graph.EdgeCount];
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            for (var edge = graph.RowStart[mentee]; edge < graph.RowStart[mentee + 1]; edge++)
                worth[edge] = checked((int)Worth(mentee, graph.Score[edge]));
        }
        return new CandidateGraph(graph.Capacity, graph.RowStart, graph.Mentor, worth);
    }

    private static int UnitOf(int[] meanWeights) => meanWeights.Any(weight => weight > 0) ? WeightUnit : 1;
}
