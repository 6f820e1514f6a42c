namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The group of three of an odd round: with it and the best pairs of the others there are as few repeats as possible.
/// Of several such, the first in the order of <see cref="CoffeeCosts.TrioCostOf"/>.
/// </summary>
internal static class TrioSearch
{
    /// <summary>So many groups of three are tried at most; 41 people have as many.</summary>
    public const int MaxTried = 10_660;

    public static int[] Find(CoffeeCosts costs, int count)
    {
        int[] order = [.. Enumerable.Range(0, count).OrderBy(costs.TrioCostOf)];
        // No choice of the three leaves more new pairs among the others than all people have.
        var most = Math.Min(GeneralMatching.Of(order, costs.NotMet).Count, (count - 3) / 2);
        var (best, fewest, tried) = (order[..3], int.MaxValue, 0);
        for (var repeats = 0; repeats <= 3; repeats++)
        {
            foreach (var trio in Trios(order))
            {
                var least = repeats + ((count - 3) / 2) - most;
                if (fewest <= least || tried == MaxTried)
                    return best;
                if (costs.Of(trio).Repeats != repeats)
                    continue;
                tried++;
                var others = order.Except(trio).ToArray();
                var all = repeats + ((count - 3) / 2) - GeneralMatching.Of(others, costs.NotMet).Count;
                if (all < fewest)
                    (best, fewest) = (trio, all);
            }
        }
        return best;
    }

    private static IEnumerable<int[]> Trios(int[] order)
    {
        for (var one = 0; one < order.Length; one++)
        {
            for (var two = one + 1; two < order.Length; two++)
            {
                for (var three = two + 1; three < order.Length; three++)
                    yield return [order[one], order[two], order[three]];
            }
        }
    }
}
