namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Rounds that can follow each other without a repeat, found one by one: a round of the round-robin table where all its
/// pairs are open (the circle method), else any perfect matching of open pairs. The rounds after the first are those
/// that the same search finds once the first has been held; so a known number of rounds goes down by one in each round,
/// and never by more.
/// </summary>
internal static class RepeatFreeRounds
{
    /// <summary>All people have the same number of open pairs, as where all took part in all rounds.</summary>
    public static bool IsSteady(bool[,] open) => OpenPairs(open).Distinct().Count() == 1;

    /// <param name="open">Pairs who have not met, of an even number of people.</param>
    /// <returns>At most as many as the person with the fewest open pairs has.</returns>
    public static List<int[][]> Of(bool[,] open)
    {
        var people = Enumerable.Range(0, open.GetLength(0)).ToArray();
        var most = OpenPairs(open).Min();
        var rounds = new List<int[][]>();
        while (rounds.Count < most && (OfTable(people, open) ?? Any(people, open)) is { } next)
        {
            rounds.Add(next);
            open = Without(open, next);
        }
        return rounds;
    }

    public static bool[,] Without(bool[,] open, int[][] pairs)
    {
        var left = (bool[,])open.Clone();
        foreach (var pair in pairs)
            left[pair[0], pair[1]] = left[pair[1], pair[0]] = false;
        return left;
    }

    private static IEnumerable<int> OpenPairs(bool[,] open) =>
        Enumerable
            .Range(0, open.GetLength(0))
            .Select(one => Enumerable.Range(0, open.GetLength(0)).Count(other => open[one, other]));

    private static int[][]? OfTable(int[] people, bool[,] open) =>
        Enumerable
            .Range(0, people.Length - 1)
            .Select(round => RoundRobin.Round(round, people))
            .FirstOrDefault(pairs => pairs.All(pair => open[pair[0], pair[1]]));

    private static int[][]? Any(int[] people, bool[,] open)
    {
        var pairs = GeneralMatching.Of(people, open);
        return pairs.Count * 2 == people.Length ? [.. pairs.Select(pair => new[] { pair.One, pair.Other })] : null;
    }
}
