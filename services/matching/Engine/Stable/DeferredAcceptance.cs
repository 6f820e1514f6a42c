namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Each proposer proposes along its edges, the best first, while it has places without a partner; each receiver holds
/// the best proposals so far, as many as it has places, and rejects the others. The order of proposals does not change
/// the outcome. Heaps in arrays on both sides: an edge that is never proposed is never sorted.
/// </summary>
internal sealed class DeferredAcceptance
{
    private readonly StableSide _proposers;
    private readonly StableSide _receivers;

    // Complements of the proposers' preferences: the least is the best. Of each proposer the first _left are a heap.
    private readonly long[] _open;
    private readonly int[] _openStart;
    private readonly int[] _left;
    private readonly int[] _places;

    // The receivers' preferences of what they hold: the least is the worst. A heap as soon as all places are taken.
    private readonly long[] _held;
    private readonly int[] _heldStart;
    private readonly int[] _taken;
    private readonly Stack<int> _waiting = new();

    public DeferredAcceptance(StableSide proposers, StableSide receivers)
    {
        (_proposers, _receivers) = (proposers, receivers);
        (_openStart, _places) = (proposers.Starts(), [.. proposers.Places]);
        (_left, _open) = (new int[_places.Length], new long[proposers.PersonOf.Length]);
        for (var edge = 0; edge < _open.Length; edge++)
        {
            var person = proposers.PersonOf[edge];
            _open[_openStart[person] + _left[person]++] = ~proposers.PreferenceOf(edge);
        }
        _heldStart = receivers.HeldStarts();
        (_held, _taken) = (new long[_heldStart[^1]], new int[receivers.Places.Length]);
    }

    /// <returns>By edge: is it chosen?</returns>
    public bool[] Run(CancellationToken ct)
    {
        for (var proposer = 0; proposer < _places.Length; proposer++)
        {
            ct.ThrowIfCancellationRequested();
            if (_places[proposer] == 0)
                continue;
            MinHeap.Build(Open(proposer));
            _waiting.Push(proposer);
            while (_waiting.TryPop(out var waiting))
                Propose(waiting);
        }
        var chosen = new bool[_open.Length];
        for (var receiver = 0; receiver < _taken.Length; receiver++)
        {
            foreach (var preference in Held(receiver))
                chosen[StableSide.EdgeOf(preference)] = true;
        }
        return chosen;
    }

    /// <summary>Until all places have a partner or all edges are tried.</summary>
    private void Propose(int proposer)
    {
        while (_places[proposer] > 0 && _left[proposer] > 0)
        {
            var edge = TakeBest(proposer);
            var rejected = Offer(edge);
            if (rejected == edge)
                continue;
            _places[proposer]--;
            if (rejected < 0)
                continue;
            var other = _proposers.PersonOf[rejected];
            _places[other]++;
            _waiting.Push(other);
        }
    }

    private int TakeBest(int proposer)
    {
        var open = Open(proposer);
        var best = ~open[0];
        open[0] = open[^1];
        _left[proposer]--;
        MinHeap.SiftDown(open[..^1], 0);
        return StableSide.EdgeOf(best);
    }

    /// <summary>
    /// The edge that is rejected for this one, this one itself where the receiver holds better ones, or -1.
    /// </summary>
    private int Offer(int edge)
    {
        var receiver = _receivers.PersonOf[edge];
        var (preference, places) = (_receivers.PreferenceOf(edge), _receivers.Places[receiver]);
        if (places == 0)
            return edge;
        if (_taken[receiver] < places)
        {
            _held[_heldStart[receiver] + _taken[receiver]++] = preference;
            if (_taken[receiver] == places)
                MinHeap.Build(Held(receiver));
            return -1;
        }
        var held = Held(receiver);
        var worst = held[0];
        if (preference < worst)
            return edge;
        held[0] = preference;
        MinHeap.SiftDown(held, 0);
        return StableSide.EdgeOf(worst);
    }

    private Span<long> Open(int proposer) => _open.AsSpan(_openStart[proposer], _left[proposer]);

    private Span<long> Held(int receiver) => _held.AsSpan(_heldStart[receiver], _taken[receiver]);
}
