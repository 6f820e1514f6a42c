namespace PeerNetwork.Matching.Engine;

/// <summary>What a market came to: who holds what, at prices in whole scores that prove it optimal.</summary>
/// <param name="Price">Of each object; none is negative, and an object that no bidder needed costs 0.</param>
/// <param name="Profit">What each bidder's objects are worth to it beyond their price; no other objects are worth
/// more.</param>
internal sealed record Outcome(long[] Price, long[] Profit, IReadOnlyList<(int Bidder, int Object)> Pairs)
{
    public static Outcome OfNothing(Market market) =>
        new(new long[market.Room.Length], new long[market.Units.Length], []);

    /// <summary>
    /// Everybody gets what they like best, at prices of 0; null where that takes more places than there are.
    /// </summary>
    public static Outcome? WithoutCompetition(Market market)
    {
        if (market.WantsSeveral)
            return null;
        var (left, profit, pairs) = (market.Room.ToArray(), new long[market.Units.Length], new List<(int, int)>());
        for (var bidder = 0; bidder < profit.Length; bidder++)
        {
            if (market.Units[bidder] == 0)
                continue;
            var best = BestEdge(market, bidder);
            if (left[market.Bidders.Other[best]]-- == 0)
                return null;
            profit[bidder] = market.Bidders.Score[best];
            pairs.Add((bidder, market.Bidders.Other[best]));
        }
        return new(new long[left.Length], profit, pairs);
    }

    private static int BestEdge(Market market, int bidder)
    {
        var best = -1;
        for (var edge = market.Bidders.Start[bidder]; edge < market.Bidders.Start[bidder + 1]; edge++)
        {
            if (
                market.Room[market.Bidders.Other[edge]] > 0
                && (best < 0 || market.Bidders.Score[edge] > market.Bidders.Score[best])
            )
                best = edge;
        }
        return best;
    }
}
