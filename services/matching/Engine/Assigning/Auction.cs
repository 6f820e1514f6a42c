using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Assigns the places of a market by rounds of an auction with smaller steps each time (ε-scaling; Bertsekas 1979,
/// Bertsekas and Castañón 1989 for several like places and several units per bidder). A bidder that lacks objects bids
/// for its best ones, up to the price at which the next best is worth as much, plus one step. Bidders bid one after the
/// other, at the latest prices (Gauss-Seidel). After a round no bidder can gain more than two steps by a change. "The
/// rest" is one bidder that holds all places that are left over and bids only when no other bidder does, so that the
/// market need not be balanced (after Bertsekas, Castañón and Tsaknakis 1993). A bidder remembers its best edges, with
/// a bound on all others that holds while prices rise: most bids do not read the whole row ("quick minima").
/// </summary>
internal sealed class Auction
{
    private const int Remembered = 12;
    private const int NotRemembered = -1;
    private const int FewUnits = 64;
    private const long WorthNothing = -Places.Closed / 2;

    private readonly Market _market;
    private readonly Places _places;
    private readonly int[] _held;
    private readonly Stack<int> _waiting = new();
    private readonly long _jump;
    private long _step;
    private int _restLacks;

    // The best edges of each bidder when its row was read last, and what no other edge can be worth.
    private readonly int[] _memory;
    private readonly int[] _memoryStart;
    private readonly int[] _memorySize;
    private readonly long[] _bound;

    // The best edges of the row that is being read, the best first.
    private long[] _topValue = [];
    private int[] _topEdge = [];

    /// <param name="scale">Prices are scores times this; with more than twice the number of places, a round with step 1
    /// is exact.</param>
    public Auction(Market market, long scale)
    {
        (_market, Scale) = (market, scale);
        _places = new Places(market.Room);
        _held = new int[market.Units.Length];
        _memoryStart = new int[market.Units.Length + 1];
        for (var bidder = 0; bidder < market.Units.Length; bidder++)
            _memoryStart[bidder + 1] =
                _memoryStart[bidder] + (Remembers(bidder) ? Math.Min(Remembered, market.Bidders.Length(bidder)) : 0);
        _memory = new int[_memoryStart[^1]];
        (_memorySize, _bound) = (new int[market.Units.Length], new long[market.Units.Length]);
        _jump = ((long)market.MaxScore - market.MinScore + 1) * scale;
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
        foreach (var loser in _places.TakeForRest(_restLacks, _step))
            Release(loser);
        _restLacks = 0;
    }

    private void Bid(int bidder)
    {
        var lacks = _market.Units[bidder] - _held[bidder];
        if (lacks == 1 && _memorySize[bidder] != NotRemembered && BidFromMemory(bidder))
            return;
        var top = ReadRow(bidder, lacks);
        // The bidder has no other object: the price goes so high that no bidder with another one bids here.
        var next = top > lacks ? _topValue[lacks] : _topValue[top - 1] - _jump;
        for (var i = 0; i < lacks; i++)
            Buy(bidder, _topEdge[i], next);
    }

    private bool BidFromMemory(int bidder)
    {
        var (best, second, at) = (long.MinValue, long.MinValue, -1);
        foreach (var edge in _memory.AsSpan(_memoryStart[bidder], _memorySize[bidder]))
        {
            var value = Value(edge);
            if (value <= second || _places.IsHeldBy(_market.Bidders.Other[edge], bidder))
                continue;
            (best, second, at) = value > best ? (value, best, edge) : (best, value, at);
        }
        if (second < _bound[bidder] || second <= WorthNothing)
            return false;
        Buy(bidder, at, second);
        return true;
    }

    private void Buy(int bidder, int edge, long next)
    {
        var loser = _places.Take(
            _market.Bidders.Other[edge],
            bidder,
            (_market.Bidders.Score[edge] * Scale) - next + _step,
            out var fromRest
        );
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

    /// <summary>
    /// The best edges to objects that the bidder lacks, one more than it needs if there are so many; gives their
    /// number.
    /// </summary>
    private int ReadRow(int bidder, int lacks)
    {
        if (!Remembers(bidder))
            return lacks > FewUnits ? SortRow(bidder) : KeepBest(bidder, lacks + 1, withHeld: false);
        var count = KeepBest(bidder, Math.Max(_market.Units[bidder], Remembered) + 1, withHeld: true);
        Remember(bidder, count);
        var lacking = 0;
        for (var i = 0; i < count; i++)
        {
            if (!_places.IsHeldBy(_market.Bidders.Other[_topEdge[i]], bidder))
                (_topValue[lacking], _topEdge[lacking++]) = (_topValue[i], _topEdge[i]);
        }
        return lacking;
    }

    /// <summary>
    /// The innermost loop of the solver, in which checks of array bounds would take a third of the time.
    /// </summary>
    private int KeepBest(int bidder, int keep, bool withHeld)
    {
        MakeRoom(keep);
        var (values, edges) = (_topValue, _topEdge);
        ref var price = ref MemoryMarshal.GetArrayDataReference(_places.Price);
        ref var objects = ref MemoryMarshal.GetArrayDataReference(_market.Bidders.Other);
        ref var scores = ref MemoryMarshal.GetArrayDataReference(_market.Bidders.Score);
        var (from, to) = (_market.Bidders.Start[bidder], _market.Bidders.Start[bidder + 1]);
        var (floor, scale, least, count) = (_places.Floor, Scale, WorthNothing, 0);
        for (var edge = from; edge < to; edge++)
        {
            var value =
                (Unsafe.Add(ref scores, edge) * scale)
                - Math.Max(Unsafe.Add(ref price, Unsafe.Add(ref objects, edge)), floor);
            if (value <= least || (!withHeld && _places.IsHeldBy(Unsafe.Add(ref objects, edge), bidder)))
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

    /// <summary>For a bidder that needs hundreds of objects at a time.</summary>
    private int SortRow(int bidder)
    {
        MakeRoom(_market.Bidders.Length(bidder));
        var count = 0;
        for (var edge = _market.Bidders.Start[bidder]; edge < _market.Bidders.Start[bidder + 1]; edge++)
        {
            var value = Value(edge);
            if (value > WorthNothing && !_places.IsHeldBy(_market.Bidders.Other[edge], bidder))
                (_topValue[count], _topEdge[count++]) = (-value, edge);
        }
        Array.Sort(_topValue, _topEdge, 0, count);
        for (var i = 0; i < count; i++)
            _topValue[i] = -_topValue[i];
        return count;
    }

    private void MakeRoom(int edges)
    {
        if (_topValue.Length < edges)
            (_topValue, _topEdge) = (new long[edges * 2], new int[edges * 2]);
    }

    private bool Remembers(int bidder) => _market.Units[bidder] is > 0 and <= FewUnits;

    private void Remember(int bidder, int count)
    {
        var size = Math.Min(count, Remembered);
        _topEdge.AsSpan(0, size).CopyTo(_memory.AsSpan(_memoryStart[bidder]));
        _memorySize[bidder] = size;
        _bound[bidder] = size < count ? _topValue[size] : long.MinValue;
    }
}
