namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Local search: two people of different groups change places wherever that lowers the cost, until no exchange does.
/// Each exchange lowers the cost, so it ends.
/// </summary>
internal static class GroupExchanges
{
    public static void Improve(List<int[]> groups, CoffeeCosts costs)
    {
        for (var improved = true; improved; )
        {
            improved = false;
            for (var one = 0; one < groups.Count; one++)
            {
                for (var other = one + 1; other < groups.Count; other++)
                    improved |= Exchange(groups[one], groups[other], costs);
            }
        }
    }

    private static bool Exchange(int[] one, int[] other, CoffeeCosts costs)
    {
        var (improved, least) = (false, costs.Of(one) + costs.Of(other));
        for (var i = 0; i < one.Length; i++)
        {
            for (var j = 0; j < other.Length; j++)
            {
                (one[i], other[j]) = (other[j], one[i]);
                var cost = costs.Of(one) + costs.Of(other);
                if (cost.CompareTo(least) < 0)
                    (improved, least) = (true, cost);
                else
                    (one[i], other[j]) = (other[j], one[i]);
            }
        }
        return improved;
    }
}
