using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Sells the places of a market by rounds of an auction with ever smaller steps (ε-scaling; Bertsekas 1979, Bertsekas and Castañón 1989 for
/// several like places and several units per bidder): whoever lacks objects bids for the best ones up to where the next best is worth as
/// much, and a step more. Bidders bid one after the other, on the latest prices (Gauss-Seidel). After a round nobody could do better by more
/// than two steps. "The rest" is one bidder that holds all places that are left over and moves only when nobody else wants to, so that a
/// market need not be balanced (after Bertsekas, Castañón and Tsaknakis 1993). A bidder remembers its best edges with a bound on all others,
/// which holds while prices rise, so that most bids do not read the whole row ("quick minima").
/// </summary>
internal sealed class Auction
{
    private const int Remembered = 12;
    private const int NotRemembered = -1;

    private readonly Market _market;
    private readonly Places _places;
    private readonly int[] _held;
    private readonly Stack<int> _waiting = new();
    private readonly long _jump;
    private long _step;
    private int _restLacks;

    // The best edges of each bidder when its row was read last, and what no other edge can be worth.
    private readonly int[] _memory;
    private readonly int[] _memorySize;
    private readonly long[] _bound;

    // The best edges of the row that is being read, the best first.
    private long[] _topValue = [];
    private int[] _topEdge = [];

    /// <param name="scale">Prices are scores times this; with more than twice the number of places, a round with step 1 is exact.</param>
    public Auction(Market market, long scale)
    {
        (_market, Scale) = (market, scale);
        _places = new Places(market.Room);
        _held = new int[market.Units.Length];
        _memory = new int[market.Units.Length * Remembered];
        (_memorySize, _bound) = (new int[market.Units.Length], new long[market.Units.Length]);
        _jump = ((long)market.MostScore - market.LeastScore + 1) * scale;
    }

    public long Scale { get; }
    public Places Places => _places;

    /// <summary>Sells everything again from the prices reached so far. O(edges) per bid at worst.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Round(long step, CancellationToken ct)
    {
        Begin(step);
        for (var turn = 0; ; turn++)
        {
            if (turn % 4096 == 0)
                ct.ThrowIfCancellationRequested();
            if (_waiting.TryPop(out var bidder))
                Bid(bidder);
            else if (_restLacks == 0)
                return;
            else
                FillRest();
        }
    }

    private void Begin(long step)
    {
        _step = step;
        _places.Vacate();
        Array.Clear(_held);
        Array.Fill(_memorySize, NotRemembered);
        _restLacks = _market.Places - _market.Needed;
        for (var bidder = _held.Length - 1; bidder >= 0; bidder--)
        {
            if (_market.Units[bidder] > 0)
                _waiting.Push(bidder);
        }
    }

    private void FillRest()
    {
        for (; _restLacks > 0; _restLacks--)
            Release(_places.TakeForRest(_step));
    }

    private void Bid(int bidder)
    {
        var lacks = _market.Units[bidder] - _held[bidder];
        if (lacks == 1 && _memorySize[bidder] != NotRemembered && BidFromMemory(bidder))
            return;
        var top = ReadRow(bidder);
        // Without another object to fall back on the price is set so that nobody bids here who has one.
        var next = top > lacks ? _topValue[lacks] : _topValue[top - 1] - _jump;
        for (var i = 0; i < lacks; i++)
            Buy(bidder, _topEdge[i], next);
    }

    private bool BidFromMemory(int bidder)
    {
        var (best, second, at) = (long.MinValue, long.MinValue, -1);
        foreach (var edge in _memory.AsSpan(bidder * Remembered, _memorySize[bidder]))
        {
            var value = Value(edge);
            if (value <= second || _places.IsHeldBy(_market.Bidders.Other[edge], bidder))
                continue;
            (best, second, at) = value > best ? (value, best, edge) : (best, value, at);
        }
        if (second < _bound[bidder] || second <= -Places.Closed / 2)
            return false;
        Buy(bidder, at, second);
        return true;
    }

    private void Buy(int bidder, int edge, long next)
    {
        var loser = _places.Take(_market.Bidders.Other[edge], bidder, (_market.Bidders.Score[edge] * Scale) - next + _step, out var fromRest);
        _held[bidder]++;
        if (fromRest)
            _restLacks++;
        else
            Release(loser);
    }

    private void Release(int loser)
    {
        if (loser != Places.Nobody && _held[loser]-- == _market.Units[loser])
            _waiting.Push(loser);
    }

    private long Value(int edge) =>
        (_market.Bidders.Score[edge] * Scale) - Math.Max(_places.Price[_market.Bidders.Other[edge]], _places.Floor);

    /// <summary>The best edges to objects that the bidder lacks, one more than it needs if there are so many; gives their number.</summary>
    private int ReadRow(int bidder)
    {
        var keep = Math.Max(_market.Units[bidder], Remembered) + 1;
        if (_topValue.Length < keep)
            (_topValue, _topEdge) = (new long[keep * 2], new int[keep * 2]);
        var count = KeepBest(bidder, keep);
        Remember(bidder, count);
        var lacking = 0;
        for (var i = 0; i < count; i++)
        {
            if (!_places.IsHeldBy(_market.Bidders.Other[_topEdge[i]], bidder))
                (_topValue[lacking], _topEdge[lacking++]) = (_topValue[i], _topEdge[i]);
        }
        return lacking;
    }

    /// <summary>The innermost loop of the solver, in which checks of array bounds would take a third of the time.</summary>
    private int KeepBest(int bidder, int keep)
    {
        var (values, edges) = (_topValue, _topEdge);
        ref var price = ref MemoryMarshal.GetArrayDataReference(_places.Price);
        ref var objects = ref MemoryMarshal.GetArrayDataReference(_market.Bidders.Other);
        ref var scores = ref MemoryMarshal.GetArrayDataReference(_market.Bidders.Score);
        var (from, to) = (_market.Bidders.Start[bidder], _market.Bidders.Start[bidder + 1]);
        var (floor, scale, least, count) = (_places.Floor, Scale, -Places.Closed / 2, 0);
        for (var edge = from; edge < to; edge++)
        {
            var value = (Unsafe.Add(ref scores, edge) * scale) - Math.Max(Unsafe.Add(ref price, Unsafe.Add(ref objects, edge)), floor);
            if (value <= least)
                continue;
            var at = count == keep ? count - 1 : count++;
            for (; at > 0 && values[at - 1] < value; at--)
                (values[at], edges[at]) = (values[at - 1], edges[at - 1]);
            (values[at], edges[at]) = (value, edge);
            if (count == keep)
                least = values[count - 1];
        }
        return count;
    }

    private void Remember(int bidder, int count)
    {
        var size = Math.Min(count, Remembered);
        _topEdge.AsSpan(0, size).CopyTo(_memory.AsSpan(bidder * Remembered));
        _memorySize[bidder] = size;
        _bound[bidder] = size < count ? _topValue[size] : long.MinValue;
    }
}
