namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Computes exact prices for the assignment that a round of an auction left: whole scores at which each bidder holds
/// its best objects, without any step. Such prices exist if and only if the assignment is optimal. They are the lengths
/// of longest paths in the graph of preferred exchanges, by label correcting from the auction's prices (Bellman 1958),
/// which are nearly right. An optimal assignment takes a small part of one pass over the edges; another one has a cycle
/// that never settles, so the work is limited.
/// </summary>
internal sealed class ExactPrices
{
    private readonly Market _market;
    private readonly Places _places;
    private readonly bool _hasRest;

    // The edges by which bidder b holds its objects: _held[_heldStart[b] .. _heldStart[b+1]].
    private readonly int[] _heldStart;
    private readonly int[] _held;
    private readonly int[] _objectOf;
    private readonly Queue<int> _rising = new();
    private readonly bool[] _isRising;
    private long _floor;
    private long _lowest;
    private long _work;

    private ExactPrices(Market market, Auction auction)
    {
        (_market, _places, _hasRest) = (market, auction.Places, market.Places > market.Needed);
        _floor = _lowest = _hasRest ? FloorOf(_places.Floor, auction.Scale) : long.MinValue;
        Price = new long[market.Room.Length];
        for (var o = 0; o < Price.Length; o++)
            Price[o] =
                market.Room[o] == 0 ? Places.Closed : FloorOf(Math.Max(_places.Price[o], _places.Floor), auction.Scale);
        Profit = new long[market.Units.Length];
        _isRising = new bool[market.Units.Length];
        _heldStart = new int[market.Units.Length + 1];
        for (var bidder = 0; bidder < market.Units.Length; bidder++)
            _heldStart[bidder + 1] = _heldStart[bidder] + market.Units[bidder];
        (_held, _objectOf) = (new int[_heldStart[^1]], ObjectsOfBidders());
    }

    private long[] Price { get; }

    /// <summary>The best that each bidder could have among what it does not hold.</summary>
    private long[] Profit { get; }

    /// <summary>
    /// Null where the work did not settle within the limit: the assignment is not optimal, or so it seems.
    /// </summary>
    /// <param name="limit">Edges to look at.</param>
    public static Outcome? Of(Market market, Auction auction, long limit, CancellationToken ct)
    {
        var prices = new ExactPrices(market, auction);
        prices.Begin();
        return prices.Settle(limit, ct) ? prices.Finish() : null;
    }

    private bool Holds(int bidder, int o) =>
        _market.WantsSeveral ? _places.IsHeldBy(o, bidder) : _objectOf[bidder] == o;

    private int[] ObjectsOfBidders()
    {
        if (_market.WantsSeveral)
            return [];
        var objects = new int[_market.Units.Length];
        for (var o = 0; o < _market.Room.Length; o++)
        {
            foreach (var bidder in _places.Holders(o))
                objects[bidder] = o;
        }
        return objects;
    }

    private void Begin()
    {
        var bidders = _market.Bidders;
        for (var bidder = 0; bidder < _market.Units.Length; bidder++)
        {
            if (_market.Units[bidder] == 0)
                continue;
            var (profit, kept, held) = (long.MinValue, long.MaxValue, _heldStart[bidder]);
            for (var edge = bidders.Start[bidder]; edge < bidders.Start[bidder + 1]; edge++)
            {
                var o = bidders.Other[edge];
                if (_market.Room[o] == 0)
                    continue;
                var holds = Holds(bidder, o);
                if (holds)
                    kept = Math.Min(kept, bidders.Score[edge] - Price[o]);
                else
                    profit = Math.Max(profit, bidders.Score[edge] - Price[o]);
                if (!holds)
                    continue;
                if (held == _heldStart[bidder] || _market.WantsSeveral)
                    _held[held++] = edge;
                else if (bidders.Score[edge] > bidders.Score[_held[held - 1]])
                    _held[held - 1] = edge;
            }
            Raise(bidder, profit == long.MinValue ? kept : profit);
        }
    }

    private void Raise(int bidder, long profit)
    {
        Profit[bidder] = profit;
        if (_isRising[bidder])
            return;
        _isRising[bidder] = true;
        _rising.Enqueue(bidder);
    }

    private bool Settle(long limit, CancellationToken ct)
    {
        do
        {
            while (_rising.TryDequeue(out var bidder))
            {
                _isRising[bidder] = false;
                LowerWhatIsHeldBy(bidder);
                if (_work > limit)
                    return false;
                ct.ThrowIfCancellationRequested();
            }
        } while (_hasRest && LowerWhatTheRestHolds());
        return true;
    }

    /// <summary>
    /// A bidder keeps its objects only at prices that leave it the profit that it could have elsewhere.
    /// </summary>
    private void LowerWhatIsHeldBy(int bidder)
    {
        foreach (var edge in _held.AsSpan(_heldStart[bidder]..(_heldStart[bidder + 1])))
        {
            var (o, limit) = (_market.Bidders.Other[edge], _market.Bidders.Score[edge] - Profit[bidder]);
            if (Price[o] <= limit)
                continue;
            _lowest = Math.Min(_lowest, limit);
            // What the rest holds some of costs what the rest pays, which falls for all such objects together.
            if (_places.RestHoldsSome(o))
                continue;
            Price[o] = limit;
            Tell(o);
        }
    }

    private bool LowerWhatTheRestHolds()
    {
        if (_lowest >= _floor)
            return false;
        _floor = _lowest;
        for (var o = 0; o < Price.Length; o++)
        {
            if (!_places.RestHoldsSome(o) || Price[o] == _floor)
                continue;
            Price[o] = _floor;
            Tell(o);
        }
        return true;
    }

    /// <summary>
    /// A price has fallen: a bidder that does not hold the object may now gain more by it.
    /// </summary>
    private void Tell(int o)
    {
        var objects = _market.Objects;
        for (var edge = objects.Start[o]; edge < objects.Start[o + 1]; edge++)
        {
            var (bidder, profit) = (objects.Other[edge], objects.Score[edge] - Price[o]);
            if (profit > Profit[bidder] && _market.Units[bidder] > 0 && !Holds(bidder, o))
                Raise(bidder, profit);
        }
        _work += objects.Length(o);
    }

    /// <summary>
    /// Makes price and profit of each held object add up to its score, and sets the price of an object that no bidder
    /// needs to 0.
    /// </summary>
    private Outcome Finish()
    {
        var (bidders, pairs) = (_market.Bidders, new (int Bidder, int Object)[_held.Length]);
        for (var bidder = 0; bidder < _market.Units.Length; bidder++)
        {
            for (var at = _heldStart[bidder]; at < _heldStart[bidder + 1]; at++)
            {
                var (o, score) = (bidders.Other[_held[at]], bidders.Score[_held[at]]);
                pairs[at] = (bidder, o);
                if (_market.WantsSeveral)
                    Price[o] = score - Profit[bidder];
                else
                    Profit[bidder] = score - Price[o];
            }
        }
        var zero = _hasRest ? _floor : Price.Where((_, o) => _market.Room[o] > 0).Min();
        for (var o = 0; o < Price.Length; o++)
            Price[o] -= _market.Room[o] > 0 ? zero : Price[o];
        for (var bidder = 0; bidder < Profit.Length; bidder++)
            Profit[bidder] += _market.Units[bidder] > 0 ? zero : 0;
        return new(Price, Profit, pairs);
    }

    private static long FloorOf(long scaled, long scale) => (scaled / scale) - (scaled % scale < 0 ? 1 : 0);
}
