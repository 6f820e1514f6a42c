namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A proof of optimality by linear-programming duality (Edmonds 1965). A pair is worth its score plus
/// <see cref="PairWorth"/>, which exceeds the total score of any matching, so that one more pair counts more than all
/// scores. Prices of people and weights of blossoms cover twice the worth of each edge; then no matching is worth more
/// than half of what they amount to. All numbers are twice their value in score units, so that they are integers.
/// </summary>
/// <param name="PairWorth">In score units, not doubled.</param>
/// <param name="Prices">Of each person; none is negative, and a person without a partner has price 0.</param>
/// <param name="BlossomOf">Of each person, the innermost blossom that holds them, or -1.</param>
/// <param name="Blossoms">Odd sets of three or more people; a matching has at most (size - 1) / 2 pairs within
/// each.</param>
public sealed record PeerCertificate(long PairWorth, long[] Prices, int[] BlossomOf, Blossom[] Blossoms)
{
    /// <summary>
    /// Checks the proof against the graph alone, without a solver: O(people + edges × depth of the blossoms).
    /// </summary>
    public static VerificationResult Verify(PeerGraph graph, PeerMatching matching) =>
        new PeerVerification(graph, matching).Verify();

    /// <summary>
    /// How many points of score, at least, a permitted pair lacks to be part of a matching that is as good; 0 for one
    /// that is part of this one, more than <see cref="PeerGraph.MaxScore"/> where no score would do. O(depth of the
    /// blossoms).
    /// </summary>
    /// <param name="one">A position in the graph.</param>
    /// <param name="other">Another one.</param>
    /// <param name="score">That of the pair.</param>
    public long MissingPoints(int one, int other, int score)
    {
        var around = BlossomsAround(one).ToHashSet();
        var covered = (Int128)Prices[one] + Prices[other];
        foreach (var blossom in BlossomsAround(other).Where(around.Contains))
            covered += Blossoms[blossom].Weight;
        // Prices and weights are twice their value.
        return (long)((covered - (2 * ((Int128)PairWorth + score)) + 1) / 2);
    }

    private IEnumerable<int> BlossomsAround(int person)
    {
        for (var blossom = BlossomOf[person]; blossom >= 0; blossom = Blossoms[blossom].Parent)
            yield return blossom;
    }
}

/// <summary>
/// A set of people with a weight, 0 or more: it counts for each edge between two of them. The blossom that contains it
/// as a whole stands before it; -1 where there is none.
/// </summary>
public readonly record struct Blossom(int Parent, long Weight);
