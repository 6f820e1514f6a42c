namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Gives a person without a partner one, or price 0, by a primal-dual search from this person alone (Edmonds 1965;
/// events in a heap as in Galil, Micali and Gabow 1986). The search ends as soon as it reaches another person without
/// a partner, or the price of an outer person becomes 0. Everything that is not in the tree stays as it is, so that few
/// and short searches repair a matching that is nearly optimal. O(edges × log(edges) + people²).
/// </summary>
internal sealed class PeerSearch
{
    private const int None = BlossomForest.None;
    private const int Expansion = -1;

    private readonly PeerGraph _graph;
    private readonly BlossomForest _forest;
    private readonly AlternatingTree _tree;

    // An edge that becomes tight, by the end from which it was seen, or an inner blossom whose weight becomes 0.
    private readonly PriorityQueue<(int Node, int Edge), long> _events = new();

    // The best edge from an outer person to each other person; when it is tight if the price of the person is 0.
    private readonly long[] _tightAt;
    private readonly (int From, int Edge)[] _bestEdge;
    private readonly List<int> _touched = [];

    // The first moment known at which the search ends, and the outer person whose price is 0 first.
    private long _end;
    private long _zeroAt;
    private int _zeroPerson;

    public PeerSearch(PeerGraph graph, BlossomForest forest, AlternatingTree tree)
    {
        (_graph, _forest, _tree) = (graph, forest, tree);
        (_tightAt, _bestEdge) = (new long[graph.PeopleCount], new (int, int)[graph.PeopleCount]);
        Array.Fill(_tightAt, long.MaxValue);
    }

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void From(int root, CancellationToken ct)
    {
        (_end, _zeroAt) = (long.MaxValue, long.MaxValue);
        AddOuter(_forest.Top(root), None, root);
        for (var found = false; !found; ct.ThrowIfCancellationRequested())
        {
            if (!_events.TryDequeue(out var next, out var time) || time >= _zeroAt)
            {
                _tree.Now = _zeroAt;
                _tree.Augment(_zeroPerson, None);
                break;
            }
            _tree.Now = time;
            if (next.Edge == Expansion)
                Expand(next.Node);
            else
                found = Follow(next.Node, next.Edge);
        }
        _tree.Clear();
        _events.Clear();
        foreach (var person in _touched)
            _tightAt[person] = long.MaxValue;
        _touched.Clear();
    }

    /// <summary>True where the edge leads to a person without a partner and the search is over.</summary>
    private bool Follow(int from, int edge)
    {
        var to = _graph.Other[edge];
        var node = _forest.Top(to);
        // The label may have changed since; then another event knows when the edge is tight.
        if (node == _forest.Top(from) || _tree.Slack(from, to, _graph.Score[edge]) != 0)
            return false;
        switch (_tree.LabelOf(to))
        {
            case TreeLabel.Outer:
                foreach (var person in _tree.Contract(from, to))
                    Scan(person);
                return false;
            case TreeLabel.None when _forest.Partner[_forest.Base[node]] == None:
                _forest.Rebase(node, to);
                _forest.Partner[to] = from;
                _tree.Augment(from, to);
                return true;
            case TreeLabel.None:
                AddInner(node, from, to);
                var mate = _forest.Partner[_forest.Base[node]];
                AddOuter(_forest.Top(mate), _forest.Base[node], mate);
                return false;
            default:
                return false;
        }
    }

    private void AddInner(int node, int from, int to)
    {
        _tree.AddInner(node, from, to);
        AwaitExpansion(node);
    }

    private void AddOuter(int node, int from, int to)
    {
        _tree.AddOuter(node, from, to);
        foreach (var person in _forest.People(node))
            Scan(person);
    }

    private void AwaitExpansion(int node)
    {
        if (_forest.IsBlossom(node))
            Await(_tree.Now + (_tree.Weight(node) / 2), node, Expansion);
    }

    private void Expand(int blossom)
    {
        if (!_forest.Exists(blossom) || !_tree.IsInner(blossom) || _tree.Weight(blossom) != 0)
            return;
        foreach (var child in _tree.Expand(blossom))
        {
            if (_tree.IsInner(child))
                AwaitExpansion(child);
            else
                LookAgain(child);
        }
    }

    /// <summary>
    /// At the people of a node that was part of an inner blossom and has become outer, or has left the tree.
    /// </summary>
    private void LookAgain(int node)
    {
        foreach (var person in _forest.People(node))
        {
            if (_tree.LabelOf(person) == TreeLabel.Outer)
                Scan(person);
            else if (_tightAt[person] < long.MaxValue)
                Await(_tightAt[person] + _tree.Price(person), _bestEdge[person].From, _bestEdge[person].Edge);
        }
    }

    /// <summary>Looks at the edges of a person who has just become outer.</summary>
    private void Scan(int person)
    {
        var (now, top) = (_tree.Now, _forest.Top(person));
        var price = _tree.Price(person);
        if (now + price < _zeroAt)
        {
            (_zeroAt, _zeroPerson) = (now + price, person);
            _end = Math.Min(_end, _zeroAt);
        }
        for (var edge = _graph.RowStart[person]; edge < _graph.RowStart[person + 1]; edge++)
        {
            var other = _graph.Other[edge];
            var node = _forest.Top(other);
            if (node == top)
                continue;
            var slack = _tree.Slack(person, other, _graph.Score[edge]);
            if (_tree.LabelOf(other) == TreeLabel.Outer)
                Await(now + (slack / 2), person, edge);
            else
                Offer(person, edge, node, slack);
        }
    }

    /// <summary>An edge to a person who is not outer: the best one is remembered.</summary>
    private void Offer(int person, int edge, int node, long slack)
    {
        var other = _graph.Other[edge];
        var tightAt = _tree.Now + slack - _tree.Price(other);
        if (tightAt >= _tightAt[other])
            return;
        if (_tightAt[other] == long.MaxValue)
            _touched.Add(other);
        (_tightAt[other], _bestEdge[other]) = (tightAt, (person, edge));
        if (_tree.IsInner(node))
            return;
        Await(_tree.Now + slack, person, edge);
        if (_forest.Partner[_forest.Base[node]] == None)
            _end = Math.Min(_end, _tree.Now + slack);
    }

    private void Await(long time, int node, int edge)
    {
        if (time <= _end)
            _events.Enqueue((node, edge), time);
    }
}
