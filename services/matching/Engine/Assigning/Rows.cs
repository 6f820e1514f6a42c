namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Edges from one side's view, in compressed rows: those of i are <c>Start[i] .. Start[i+1]</c>, each with its other
/// end and score.
/// </summary>
internal readonly record struct Rows(int[] Start, int[] Other, int[] Score)
{
    public int Count => Start.Length - 1;

    public int Length(int row) => Start[row + 1] - Start[row];

    public ReadOnlySpan<int> Of(int row) => Other.AsSpan(Start[row], Length(row));

    /// <summary>
    /// The same edges from the other side, each row in ascending order; of several edges of one pair only the best.
    /// O(edges); 8 bytes per edge.
    /// </summary>
    public Rows Transposed(int rows)
    {
        var start = new int[rows + 1];
        var last = new int[rows];
        Array.Fill(last, -1);
        for (var i = 0; i < Count; i++)
        {
            var greatest = -1;
            foreach (var other in Of(i))
            {
                // Whatever exceeds all before it is new; most rows ascend.
                var again = other <= greatest && last[other] == i;
                start[other + 1] += again ? 0 : 1;
                (last[other], greatest) = (i, Math.Max(greatest, other));
            }
        }
        for (var row = 0; row < rows; row++)
            start[row + 1] += start[row];
        var transposed = new Rows(start, new int[start[^1]], new int[start[^1]]);
        Fill(transposed, next: start.AsSpan(0, rows).ToArray());
        return transposed;
    }

    private void Fill(Rows transposed, int[] next)
    {
        for (var i = 0; i < Count; i++)
        {
            for (var edge = Start[i]; edge < Start[i + 1]; edge++)
            {
                var (row, score) = (Other[edge], Score[edge]);
                var at = next[row];
                if (at > transposed.Start[row] && transposed.Other[at - 1] == i)
                    transposed.Score[at - 1] = Math.Max(transposed.Score[at - 1], score);
                else
                    (transposed.Other[at], transposed.Score[at], next[row]) = (i, score, at + 1);
            }
        }
    }
}
