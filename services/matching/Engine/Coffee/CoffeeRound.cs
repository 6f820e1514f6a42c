namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Groups for a round of random coffees: pairs, and one group of three where the number of people is odd. Rules, each
/// one only where those before leave a choice:
/// <list type="number">
/// <item>Each person has a group. A person who is alone in the round has none and waits.</item>
/// <item>As few pairs as possible who have met before. This number is exact, so that no repeat is avoidable (for odd
/// numbers within <see cref="TrioSearch.MaxTried"/> groups of three).</item>
/// <item>The group of three goes to people who were in the fewest, then to those who waited the most rounds.</item>
/// <item>Pairs who meet again last met as long ago as possible.</item>
/// <item>Other departments, other sites, and common working hours.</item>
/// </list>
/// Rules 3 to 5 are met by exchanges of two people until none improves the round, from a few starts: a good round, not
/// always the best one. Where the same people take part in each round, their number is even and the seed stays the
/// same, no pair meets twice before each person has met all others: a grouping is taken only where it leaves as many
/// more rounds without repeats as the known rounds do. Where people come and go, rule 2 looks at the present round
/// only.
/// </summary>
public static class CoffeeRound
{
    private const int MatchedStarts = 4;
    private const int TableStarts = 12;

    /// <summary>
    /// The same input and seed give the same groups, whatever the order of people and history. For even numbers at most
    /// O(people) maximum matchings of O(people³) each; a few seconds for 300 people, much less where some are absent.
    /// </summary>
    /// <param name="round">The number of this round.</param>
    /// <param name="history">Groups of earlier rounds; people who are not in this round do not matter.</param>
    /// <exception cref="ArgumentException">A person is there twice, or the history is not earlier.</exception>
    public static IReadOnlyList<CoffeeGroup> Form(
        int round,
        IReadOnlyList<CoffeePerson> people,
        IReadOnlyList<CoffeeGroup> history,
        long seed
    )
    {
        if (people.DistinctBy(person => person.Id).Count() != people.Count)
            throw new ArgumentException("A person is in the round twice.", nameof(people));
        if (history.Any(group => group.Round >= round))
            throw new ArgumentException("The history must be of earlier rounds.", nameof(history));
        if (people.Count < 2)
            return [];
        CoffeePerson[] seats = [.. people.OrderBy(person => SeedOrder.Of(person.Id, seed))];
        var costs = new CoffeeCosts(round, seats, history);
        var groups = seats.Length % 2 == 0 ? Even(costs, seats.Length) : Odd(costs, seats.Length);
        return [.. groups.Select(group => new CoffeeGroup(round, [.. group.Order().Select(seat => seats[seat].Id)]))];
    }

    private static int[][] Even(CoffeeCosts costs, int count)
    {
        var all = Enumerable.Range(0, count).ToArray();
        var best = Best(costs, all, []);
        var open = costs.NotMet;
        if (costs.Of(best).Repeats > 0 || !RepeatFreeRounds.IsSteady(open))
            return best;
        // All took part in all rounds so far. The first of the known rounds leaves all others possible.
        var known = RepeatFreeRounds.Of(open);
        int[][][] preferred = [best, known.MinBy(costs.Of)!];
        return preferred.FirstOrDefault(pairs =>
                RepeatFreeRounds.Of(RepeatFreeRounds.Without(open, pairs)).Count + 1 >= known.Count
            ) ?? known[0];
    }

    private static int[][] Odd(CoffeeCosts costs, int count)
    {
        var trio = TrioSearch.Find(costs, count);
        return Best(costs, [.. Enumerable.Range(0, count).Except(trio)], trio);
    }

    /// <summary>The best of all starts after exchanges. An exchange never adds a repeat.</summary>
    private static int[][] Best(CoffeeCosts costs, int[] inPairs, int[] trio)
    {
        var (best, least) = (Array.Empty<int[]>(), CoffeeCost.Highest);
        foreach (var groups in Starts(costs, inPairs))
        {
            if (trio is not [])
                groups.Add([.. trio]);
            GroupExchanges.Improve(groups, costs);
            var cost = costs.Of(groups);
            if (cost.CompareTo(least) < 0)
                (best, least) = ([.. groups], cost);
        }
        return best;
    }

    /// <summary>Some with as few repeats as possible, and some that differ in all pairs.</summary>
    private static IEnumerable<List<int[]>> Starts(CoffeeCosts costs, int[] seats)
    {
        for (var start = 0; start < MatchedStarts; start++)
        {
            var by = seats.Length * start / MatchedStarts;
            yield return FewestRepeats(costs, [.. seats[by..], .. seats[..by]]);
        }
        for (var round = 0; round < Math.Min(TableStarts, seats.Length - 1); round++)
            yield return [.. RoundRobin.Round(round, seats)];
    }

    /// <summary>
    /// As many pairs who have not met as possible. The others have all met each other; they are paired so that the
    /// latest of their last meetings is as long ago as possible.
    /// </summary>
    private static List<int[]> FewestRepeats(CoffeeCosts costs, int[] seats)
    {
        var groups = Pairs(seats, costs.NotMet);
        int[] left = [.. seats.Except(groups.SelectMany(pair => pair))];
        if (left is [])
            return groups;
        // The fewest rounds by which all can be paired are found by halving the distance.
        var (low, high) = (1, costs.LongestAgo);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (Pairs(left, costs.MetBefore(middle)).Count * 2 == left.Length)
                low = middle;
            else
                high = middle - 1;
        }
        groups.AddRange(Pairs(left, costs.MetBefore(low)));
        return groups;
    }

    private static List<int[]> Pairs(int[] seats, bool[,] permitted) =>
        [.. GeneralMatching.Of(seats, permitted).Select(pair => new[] { pair.One, pair.Other })];
}
