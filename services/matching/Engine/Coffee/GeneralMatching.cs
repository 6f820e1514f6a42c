namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A matching of maximum cardinality in a general graph by augmenting paths, with odd cycles shrunk to their base
/// (Edmonds 1965). O(people³) with a matrix of edges; the same order of people gives the same matching.
/// </summary>
internal sealed class GeneralMatching
{
    private readonly int[] _people;
    private readonly bool[,] _edges;
    private readonly int[] _partner;

    // Of the present search: by which person each one was reached, the base of the cycle that contains each one.
    private readonly int[] _reachedBy;
    private readonly int[] _base;
    private readonly bool[] _even;
    private readonly Queue<int> _queue = new();

    private GeneralMatching(int[] people, bool[,] edges)
    {
        (_people, _edges) = (people, edges);
        (_partner, _reachedBy) = (new int[people.Length], new int[people.Length]);
        (_base, _even) = (new int[people.Length], new bool[people.Length]);
        Array.Fill(_partner, -1);
    }

    /// <param name="people">Positions in the matrix.</param>
    /// <param name="edges">Symmetric, without loops; may have more people.</param>
    public static List<(int One, int Other)> Of(int[] people, bool[,] edges)
    {
        var matching = new GeneralMatching(people, edges);
        matching.StartGreedily();
        for (var person = 0; person < people.Length; person++)
        {
            if (matching._partner[person] < 0)
                matching.Augment(person);
        }
        return
        [
            .. matching
                ._partner.Index()
                .Where(pair => pair.Index < pair.Item)
                .Select(pair => (people[pair.Index], people[pair.Item])),
        ];
    }

    private bool Edge(int one, int other) => _edges[_people[one], _people[other]];

    private void StartGreedily()
    {
        for (var one = 0; one < _people.Length; one++)
        {
            for (var other = one + 1; other < _people.Length && _partner[one] < 0; other++)
            {
                if (_partner[other] < 0 && Edge(one, other))
                    (_partner[one], _partner[other]) = (other, one);
            }
        }
    }

    /// <summary>
    /// Breadth first from an unmatched person along alternating paths to another one, where there is one.
    /// </summary>
    private void Augment(int root)
    {
        Array.Fill(_reachedBy, -1);
        Array.Clear(_even);
        for (var person = 0; person < _base.Length; person++)
            _base[person] = person;
        _queue.Clear();
        MarkEven(root);
        while (_queue.TryDequeue(out var one))
        {
            for (var other = 0; other < _people.Length; other++)
            {
                if (!Edge(one, other) || _base[one] == _base[other] || _partner[one] == other)
                    continue;
                if (_even[other])
                    Shrink(one, other, root);
                else if (_reachedBy[other] < 0)
                {
                    _reachedBy[other] = one;
                    if (_partner[other] < 0)
                    {
                        Exchange(other);
                        return;
                    }
                    MarkEven(_partner[other]);
                }
            }
        }
    }

    private void MarkEven(int person)
    {
        if (_even[person])
            return;
        _even[person] = true;
        _queue.Enqueue(person);
    }

    /// <summary>
    /// An edge between two people at even distance closes an odd cycle: all on it are at even distance.
    /// </summary>
    private void Shrink(int one, int other, int root)
    {
        var (top, inCycle) = (CommonBase(one, other, root), new bool[_base.Length]);
        MarkPath(one, other, top, inCycle);
        MarkPath(other, one, top, inCycle);
        for (var person = 0; person < _base.Length; person++)
        {
            if (!inCycle[_base[person]])
                continue;
            _base[person] = top;
            MarkEven(person);
        }
    }

    private int CommonBase(int one, int other, int root)
    {
        var seen = new bool[_base.Length];
        for (var at = _base[one]; ; at = _base[_reachedBy[_partner[at]]])
        {
            seen[at] = true;
            if (at == _base[root])
                break;
        }
        var found = _base[other];
        while (!seen[found])
            found = _base[_reachedBy[_partner[found]]];
        return found;
    }

    private void MarkPath(int person, int from, int top, bool[] inCycle)
    {
        while (_base[person] != top)
        {
            inCycle[_base[person]] = inCycle[_base[_partner[person]]] = true;
            _reachedBy[person] = from;
            from = _partner[person];
            person = _reachedBy[from];
        }
    }

    private void Exchange(int last)
    {
        while (last >= 0)
        {
            var by = _reachedBy[last];
            var next = _partner[by];
            (_partner[last], _partner[by]) = (by, last);
            last = next;
        }
    }
}
