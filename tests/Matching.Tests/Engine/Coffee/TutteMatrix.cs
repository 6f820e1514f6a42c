namespace PeerNetwork.Matching.Tests.Engine;

/// <summary>
/// The size of a maximum matching without a search: half the rank of the Tutte matrix with random numbers for its
/// variables (Lovász 1979). The rank is never too great, and too small with a chance of about people / 2³¹.
/// </summary>
internal static class TutteMatrix
{
    private const long Prime = int.MaxValue;

    public static int MatchingSize(bool[,] edges, Random random)
    {
        var size = edges.GetLength(0);
        var matrix = new long[size, size];
        for (var one = 0; one < size; one++)
        {
            for (var other = 0; other < one; other++)
            {
                if (edges[one, other])
                    matrix[other, one] = Prime - (matrix[one, other] = random.NextInt64(1, Prime));
            }
        }
        return Rank(matrix, size) / 2;
    }

    private static int Rank(long[,] matrix, int size)
    {
        var rank = 0;
        for (var column = 0; column < size; column++)
        {
            var pivot = Enumerable.Range(rank, size - rank).FirstOrDefault(row => matrix[row, column] != 0, -1);
            if (pivot < 0)
                continue;
            for (var at = 0; at < size; at++)
                (matrix[rank, at], matrix[pivot, at]) = (matrix[pivot, at], matrix[rank, at]);
            var inverse = (long)System.Numerics.BigInteger.ModPow(matrix[rank, column], Prime - 2, Prime);
            for (var row = rank + 1; row < size; row++)
            {
                var factor = matrix[row, column] * inverse % Prime;
                for (var at = column; at < size && factor != 0; at++)
                    matrix[row, at] = (matrix[row, at] + Prime - (factor * matrix[rank, at] % Prime)) % Prime;
            }
            rank++;
        }
        return rank;
    }
}
