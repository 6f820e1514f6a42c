namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The permitted pairs and their scores in compressed rows: the edges of mentee i are <c>RowStart[i] .. RowStart[i+1]</c>, each with
/// a mentor and a score. People are positions from 0; scores are integers of any sign, here millionths.
/// </summary>
public sealed class CandidateGraph
{
    /// <exception cref="ArgumentException">The rows do not describe a graph.</exception>
    public CandidateGraph(int[] seats, int[] rowStart, int[] mentor, int[] score)
    {
        (Seats, RowStart, Mentor, Score) = (seats, rowStart, mentor, score);
        var rowsAscend = rowStart is [0, ..] && !rowStart.Zip(rowStart.Skip(1)).Any(pair => pair.First > pair.Second);
        if (!rowsAscend || rowStart[^1] != mentor.Length || mentor.Length != score.Length)
            throw new ArgumentException("The rows must start at 0, ascend and end at the number of edges.");
        if (seats.Any(s => s < 0) || mentor.Any(m => m < 0 || m >= seats.Length))
            throw new ArgumentException("Seats must not be negative and every edge must lead to a mentor.");
    }

    /// <summary>Free places by mentor.</summary>
    public int[] Seats { get; }
    public int[] RowStart { get; }
    public int[] Mentor { get; }
    public int[] Score { get; }

    public int MenteeCount => RowStart.Length - 1;
    public int MentorCount => Seats.Length;
    public int EdgeCount => Mentor.Length;

    /// <summary>The edge of a pair, or -1.</summary>
    public int EdgeOf(int mentee, int mentor)
    {
        var row = Mentor.AsSpan(RowStart[mentee]..RowStart[mentee + 1]).IndexOf(mentor);
        return row < 0 ? -1 : RowStart[mentee] + row;
    }
}
