namespace PeerNetwork.Matching.Engine;

/// <summary>What a market came to: who holds what, at prices in whole scores that prove it optimal.</summary>
/// <param name="Price">Of each object; none is negative, and what nobody needed costs 0.</param>
/// <param name="Profit">What each bidder's objects are worth to it beyond their price; nobody else's are worth more to it.</param>
internal sealed record Outcome(long[] Price, long[] Profit, IReadOnlyList<(int Bidder, int Object)> Pairs)
{
    public static Outcome OfNothing(Market market) => new(new long[market.Room.Length], new long[market.Units.Length], []);
}
