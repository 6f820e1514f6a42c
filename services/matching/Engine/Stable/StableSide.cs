namespace PeerNetwork.Matching.Engine;

/// <summary>One side of the edges.</summary>
/// <param name="PersonOf">By edge: the person of this side.</param>
/// <param name="Score">By edge: what it is worth to that person.</param>
/// <param name="Places">By person.</param>
internal sealed record StableSide(int[] PersonOf, int[] Score, int[] Places)
{
    /// <summary>
    /// Where the edges of each person start, in an array of all edges by person; the last entry is the number of edges.
    /// </summary>
    public int[] Starts()
    {
        var start = new int[Places.Length + 1];
        foreach (var person in PersonOf)
            start[person + 1]++;
        for (var person = 0; person < Places.Length; person++)
            start[person + 1] += start[person];
        return start;
    }

    /// <summary>The same for an array of the edges that each person may hold at a time.</summary>
    public int[] HeldStarts()
    {
        var (start, held) = (Starts(), new int[Places.Length + 1]);
        for (var person = 0; person < Places.Length; person++)
            held[person + 1] = held[person] + Math.Min(Places[person], start[person + 1] - start[person]);
        return held;
    }

    /// <summary>The better of two edges has the greater preference: by score, then the lower position.</summary>
    public long PreferenceOf(int edge) => ((long)Score[edge] << 32) | (uint)~edge;

    public static int EdgeOf(long preference) => ~(int)preference;
}
