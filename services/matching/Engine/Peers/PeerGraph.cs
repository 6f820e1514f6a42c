namespace PeerNetwork.Matching.Engine;

/// <summary>A permitted pair of reciprocal peers: two people, as positions from 0, and the score of the pair.</summary>
public readonly record struct PeerEdge(int One, int Other, int Score);

/// <summary>
/// The permitted pairs of reciprocal peers and their scores: a general graph in compressed rows. The edges of person i
/// are <c>RowStart[i] .. RowStart[i+1]</c>, each with the other person and a score; rows ascend, and each pair stands
/// in the rows of both people. People who are locked to one another and forbidden pairs are left out by the caller. The
/// order of the edges, and of the two people of an edge, makes no difference. About 16 bytes per pair.
/// </summary>
public sealed class PeerGraph
{
    public const int MaxScore = 1_000_000;

    /// <param name="people">Their number.</param>
    /// <param name="edges">In any order; of several edges of one pair the best counts.</param>
    /// <exception cref="ArgumentException">A person is unknown or paired with itself, or a score is not within 0 and
    /// <see cref="MaxScore"/>.</exception>
    public PeerGraph(int people, params ReadOnlySpan<PeerEdge> edges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(people);
        var start = new int[people + 1];
        foreach (var (one, other, score) in edges)
        {
            if (one < 0 || one >= people || other < 0 || other >= people || one == other)
                throw new ArgumentException($"{one} and {other} are not two of {people} people.", nameof(edges));
            if (score is < 0 or > MaxScore)
                throw new ArgumentException($"The score {score} is not within 0 and {MaxScore}.", nameof(edges));
            start[one + 1]++;
            start[other + 1]++;
        }
        for (var person = 0; person < people; person++)
            start[person + 1] += start[person];
        var rows = new Rows(start, new int[start[^1]], new int[start[^1]]);
        Fill(rows, edges);
        // The transpose of a symmetric graph is the same graph, in order and without double edges.
        (RowStart, Other, Score) = rows.Transposed(people);
    }

    public int[] RowStart { get; }
    public int[] Other { get; }
    public int[] Score { get; }

    public int PeopleCount => RowStart.Length - 1;
    public int EdgeCount => Other.Length / 2;

    /// <summary>The position of a pair in the row of the first person, or -1. O(log(row length)).</summary>
    public int EdgeOf(int person, int other)
    {
        var at = Array.BinarySearch(Other, RowStart[person], RowStart[person + 1] - RowStart[person], other);
        return at < 0 ? -1 : at;
    }

    private static void Fill(Rows rows, ReadOnlySpan<PeerEdge> edges)
    {
        var next = rows.Start.ToArray();
        foreach (var (one, other, score) in edges)
        {
            (rows.Other[next[one]], rows.Score[next[one]++]) = (other, score);
            (rows.Other[next[other]], rows.Score[next[other]++]) = (one, score);
        }
    }
}
