namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The holders of the places of a market's objects, and the prices. The places of an object that a bidder holds, or
/// that are free, form a heap by price; those that the rest holds all cost <see cref="Floor"/>. Within a round prices
/// only rise.
/// </summary>
internal sealed class Places
{
    public const int Nobody = -1;

    // No place of an object that is not in the market is ever worth its price.
    public const long Closed = long.MaxValue / 4;
    private const int Many = 1000;
    private readonly int[] _room;
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _holder;
    private readonly long[] _bid;

    // Objects by the price of their cheapest place that the rest does not hold; an entry may lag behind its price,
    // never ahead.
    private readonly PriorityQueue<int, long> _cheapest = new();
    private readonly bool[] _listed;
    private bool _listing;
    private long _dearest;

    public Places(int[] room)
    {
        _room = room;
        _first = new int[room.Length + 1];
        for (var o = 0; o < room.Length; o++)
            _first[o + 1] = _first[o] + room[o];
        (_holder, _bid) = (new int[_first[^1]], new long[_first[^1]]);
        (_count, _listed) = (new int[room.Length], new bool[room.Length]);
        Price = Array.ConvertAll(room, places => places > 0 ? 0 : Closed);
    }

    /// <summary>What a place of each object costs, where that is more than <see cref="Floor"/>.</summary>
    public long[] Price { get; }

    /// <summary>What a place costs that the rest holds; no place costs less.</summary>
    public long Floor { get; private set; }

    /// <summary>Everything is for sale again, at the prices reached.</summary>
    public void Vacate()
    {
        for (var o = 0; o < _room.Length; o++)
        {
            if (_room[o] == 0)
                continue;
            Price[o] = Math.Max(Price[o], Floor);
            _count[o] = _room[o];
            _holder.AsSpan(_first[o], _room[o]).Fill(Nobody);
            _bid.AsSpan(_first[o], _room[o]).Fill(Price[o]);
        }
        Floor = long.MinValue;
        _listing = false;
    }

    public bool RestHoldsSome(int o) => _count[o] < _room[o];

    public ReadOnlySpan<int> Holders(int o) => _holder.AsSpan(_first[o], _count[o]);

    /// <summary>
    /// Whether the one place of this object is the bidder's; where objects have more places, no bidder that holds one
    /// bids.
    /// </summary>
    public bool IsHeldBy(int o, int bidder) => _room[o] == 1 && _count[o] == 1 && _holder[_first[o]] == bidder;

    /// <summary>Gives the cheapest place to this bidder.</summary>
    /// <returns>The bidder that loses it, or <see cref="Nobody"/>.</returns>
    public int Take(int o, int bidder, long bid, out bool fromRest)
    {
        fromRest = RestHoldsSome(o);
        var loser = Nobody;
        if (fromRest)
        {
            Rise(o, _count[o]++, bid, bidder);
            if (_listing && !_listed[o])
                List(o, bid);
        }
        else
        {
            loser = _holder[_first[o]];
            Sink(o, bid, bidder);
        }
        Price[o] = RestHoldsSome(o) ? long.MinValue : _bid[_first[o]];
        return loser;
    }

    /// <summary>
    /// The cheapest of all places go to the rest, which from now on offers a step more than the next one costs; gives
    /// the losers.
    /// </summary>
    public IEnumerable<int> TakeForRest(int places, long step)
    {
        // One at a time from the list is fast for a few, sorting once for many.
        if (!_listing && places > Many)
        {
            foreach (var o in InOrderOfPrice().Take(places))
                yield return TakeForRest(o);
            BeginListing();
        }
        else
        {
            BeginListing();
            for (; places > 0; places--)
                yield return TakeForRest(
                    Cheapest() ?? throw new InvalidOperationException("The rest holds all places already.")
                );
        }
        var next = Cheapest() is { } following ? Math.Max(_dearest, _bid[_first[following]]) : _dearest;
        Floor = Math.Max(Floor, next + step);
    }

    private int TakeForRest(int o)
    {
        var loser = _holder[_first[o]];
        _dearest = _bid[_first[o]];
        if (--_count[o] > 0)
        {
            var last = _first[o] + _count[o];
            Sink(o, _bid[last], _holder[last]);
        }
        Price[o] = long.MinValue;
        return loser;
    }

    private int[] InOrderOfPrice()
    {
        var (prices, objects, count) = (new long[_holder.Length], new int[_holder.Length], 0);
        for (var o = 0; o < _room.Length; o++)
        {
            for (var at = _first[o]; at < _first[o] + _count[o]; at++)
                (prices[count], objects[count++]) = (_bid[at], o);
        }
        Array.Sort(prices, objects, 0, count);
        return objects;
    }

    private void BeginListing()
    {
        if (_listing)
            return;
        _listing = true;
        _cheapest.Clear();
        for (var o = 0; o < _room.Length; o++)
        {
            if (_listed[o] = _count[o] > 0)
                _cheapest.Enqueue(o, _bid[_first[o]]);
        }
    }

    private void List(int o, long price)
    {
        _listed[o] = true;
        _cheapest.Enqueue(o, price);
    }

    private int? Cheapest()
    {
        while (_cheapest.TryPeek(out var o, out var price))
        {
            if (_count[o] == 0)
                _listed[_cheapest.Dequeue()] = false;
            else if (_bid[_first[o]] > price)
                _cheapest.DequeueEnqueue(o, _bid[_first[o]]);
            else
                return o;
        }
        return null;
    }

    private void Rise(int o, int at, long bid, int bidder)
    {
        var bids = _bid.AsSpan(_first[o]);
        var holders = _holder.AsSpan(_first[o]);
        for (var up = (at - 1) / 2; at > 0 && bids[up] > bid; (at, up) = (up, (up - 1) / 2))
            (bids[at], holders[at]) = (bids[up], holders[up]);
        (bids[at], holders[at]) = (bid, bidder);
    }

    private void Sink(int o, long bid, int bidder)
    {
        var bids = _bid.AsSpan(_first[o], _count[o]);
        var holders = _holder.AsSpan(_first[o], _count[o]);
        var at = 0;
        for (var down = 1; down < bids.Length; (at, down) = (down, (2 * down) + 1))
        {
            if (down + 1 < bids.Length && bids[down + 1] < bids[down])
                down++;
            if (bids[down] >= bid)
                break;
            (bids[at], holders[at]) = (bids[down], holders[down]);
        }
        (bids[at], holders[at]) = (bid, bidder);
    }
}
