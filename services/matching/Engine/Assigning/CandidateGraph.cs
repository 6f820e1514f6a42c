namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The permitted pairs and their scores in compressed rows: the edges of mentee i are <c>RowStart[i] ..
/// RowStart[i+1]</c>, each with a mentor and a score. People are positions from 0; scores are integers of any sign,
/// here millionths.
/// </summary>
public sealed class CandidateGraph
{
    /// <exception cref="ArgumentException">The rows do not describe a graph.</exception>
    public CandidateGraph(int[] capacity, int[] rowStart, int[] mentor, int[] score)
    {
        (Capacity, RowStart, Mentor, Score) = (capacity, rowStart, mentor, score);
        if (
            rowStart is not [0, ..]
            || !Ascends(rowStart)
            || rowStart[^1] != mentor.Length
            || mentor.Length != score.Length
        )
            throw new ArgumentException("The rows must start at 0, ascend and end at the number of edges.");
        if (
            capacity.AsSpan().ContainsAnyExceptInRange(0, int.MaxValue)
            || mentor.AsSpan().ContainsAnyExceptInRange(0, capacity.Length - 1)
        )
            throw new ArgumentException("Seats must not be negative and every edge must lead to a mentor.");
    }

    /// <summary>Free places by mentor.</summary>
    public int[] Capacity { get; }
    public int[] RowStart { get; }
    public int[] Mentor { get; }
    public int[] Score { get; }

    public int MenteeCount => RowStart.Length - 1;
    public int MentorCount => Capacity.Length;
    public int EdgeCount => Mentor.Length;

    internal Rows Rows => new(RowStart, Mentor, Score);

    internal IEnumerable<int> EdgesOf(int mentee) =>
        Enumerable.Range(RowStart[mentee], RowStart[mentee + 1] - RowStart[mentee]);

    internal bool HasEdges(int mentee) => RowStart[mentee] < RowStart[mentee + 1];

    /// <summary>The edge of a pair, the best of several, or -1.</summary>
    public int EdgeOf(int mentee, int mentor)
    {
        var best = -1;
        for (var edge = RowStart[mentee]; edge < RowStart[mentee + 1]; edge++)
        {
            if (Mentor[edge] == mentor && (best < 0 || Score[edge] > Score[best]))
                best = edge;
        }
        return best;
    }

    private static bool Ascends(int[] starts)
    {
        for (var row = 1; row < starts.Length; row++)
        {
            if (starts[row] < starts[row - 1])
                return false;
        }
        return true;
    }
}
