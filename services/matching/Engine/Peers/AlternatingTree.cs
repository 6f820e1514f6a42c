namespace PeerNetwork.Matching.Engine;

/// <summary>Of an outermost node; none where it is not in the tree.</summary>
internal enum TreeLabel : byte
{
    None,
    Outer,
    Inner,
}

/// <summary>
/// A tree of outermost nodes, grown from one person without a partner along tight edges: outer nodes, the root one of
/// them, are joined to inner nodes by free edges, and inner nodes to outer ones by pairs. While the clock runs, prices
/// of outer people fall and those of inner people rise by 1 per unit, weights of outer blossoms rise and those of inner
/// blossoms fall by 2, so that edges of the tree stay tight. Prices and weights are stored as they would be at time 0,
/// had a person always had the same label; when a label changes, so do they.
/// </summary>
internal sealed class AlternatingTree
{
    private const int None = BlossomForest.None;

    private readonly BlossomForest _forest;
    private readonly long _pairWorth;
    private readonly long[] _weight;
    private readonly TreeLabel[] _label;

    // The edge by which a node was reached, from its parent in the tree.
    private readonly (int From, int To)[] _entry;
    private readonly List<int> _labeled = [];
    private readonly int[] _seen;
    private int _search;

    /// <param name="forest">Its prices, doubled, cover twice the worth of every edge, and exactly that of
    /// pairs.</param>
    public AlternatingTree(BlossomForest forest, long pairWorth)
    {
        (_forest, _pairWorth) = (forest, pairWorth);
        (_weight, _label) = (new long[forest.NodeCount], new TreeLabel[forest.NodeCount]);
        (_entry, _seen) = (new (int, int)[forest.NodeCount], new int[forest.NodeCount]);
    }

    public long Now { get; set; }

    public TreeLabel LabelOf(int person) => _label[_forest.Top(person)];

    public bool IsInner(int node) => _label[node] == TreeLabel.Inner;

    public long Price(int person) => _forest.PriceOf(person) + (PriceRate(LabelOf(person)) * Now);

    /// <summary>Of an outermost node.</summary>
    public long Weight(int node) => _weight[node] - (2 * PriceRate(_label[node]) * Now);

    /// <summary>What the prices of an edge between two outermost nodes exceed twice its worth by.</summary>
    public long Slack(int from, int to, int score) => Price(from) + Price(to) - (2 * (_pairWorth + score));

    public void AddOuter(int node, int from, int to) => Add(node, TreeLabel.Outer, (from, to));

    public void AddInner(int node, int from, int to) => Add(node, TreeLabel.Inner, (from, to));

    /// <summary>
    /// Contracts the cycle that an edge between two outer nodes closes; gives the people who were inner and are outer
    /// now.
    /// </summary>
    public List<int> Contract(int from, int to)
    {
        var (children, links) = Cycle(from, to);
        var (entry, becameOuter) = (_entry[children[0]], new List<int>());
        foreach (var child in children)
        {
            if (_label[child] == TreeLabel.Inner)
            {
                becameOuter.AddRange(_forest.People(child));
                SetLabel(child, TreeLabel.Outer);
            }
            // The people stay outer; a weight no longer changes inside of the new blossom.
            if (_forest.IsBlossom(child))
                _weight[child] = Weight(child);
            _label[child] = TreeLabel.None;
        }
        var blossom = _forest.Contract(children, links);
        (_weight[blossom], _label[blossom], _entry[blossom]) = (-2 * Now, TreeLabel.Outer, entry);
        _labeled.Add(blossom);
        return becameOuter;
    }

    /// <summary>
    /// Dissolves an inner blossom of weight 0. Its children between the entry and the base stay in the tree, the others
    /// leave it. Gives all children; those with the label outer are new.
    /// </summary>
    public int[] Expand(int blossom)
    {
        var (entry, children, links) = (_entry[blossom], _forest.Children(blossom), _forest.Links(blossom));
        SetLabel(blossom, TreeLabel.None);
        _forest.Dissolve(blossom);
        var at = Array.IndexOf(children, _forest.Top(entry.To));
        var step = at % 2 == 1 ? 1 : -1;
        AddInner(children[at], entry.From, entry.To);
        for (var label = TreeLabel.Outer; at % children.Length != 0; label = Opposite(label), at += step)
        {
            var (from, to) = step == 1 ? links[at] : Reversed(links[at - 1]);
            Add(children[(at + step) % children.Length], label, (from, to));
        }
        return children;
    }

    /// <summary>
    /// Exchanges free edges and pairs along the path from the root to an outer person, who gets another partner, or
    /// none. The root gets a partner, unless the person is in the root's node: then the person takes the root's place.
    /// </summary>
    public void Augment(int person, int partner)
    {
        var (outer, mate) = (person, partner);
        while (true)
        {
            var node = _forest.Top(outer);
            var inner = _entry[node].From;
            _forest.Rebase(node, outer);
            _forest.Partner[outer] = mate;
            if (inner == None)
                return;
            var between = _forest.Top(inner);
            (outer, mate) = _entry[between];
            _forest.Rebase(between, mate);
            _forest.Partner[mate] = outer;
        }
    }

    /// <summary>Settles all prices and weights; the tree is empty afterwards.</summary>
    public void Clear()
    {
        foreach (var node in _labeled)
        {
            if (_forest.Exists(node) && _label[node] != TreeLabel.None)
                SetLabel(node, TreeLabel.None);
        }
        _labeled.Clear();
        Now = 0;
    }

    /// <summary>The nodes of the cycle from the last common node on, and the links between them.</summary>
    private (int[] Children, (int, int)[] Links) Cycle(int from, int to)
    {
        var common = CommonNode(_forest.Top(from), _forest.Top(to));
        var (children, links) = (new List<int>(), new List<(int, int)>());
        for (var node = _forest.Top(from); node != common; node = ParentOf(node))
        {
            children.Add(node);
            links.Add(_entry[node]);
        }
        children.Add(common);
        children.Reverse();
        links.Reverse();
        links.Add((from, to));
        for (var node = _forest.Top(to); node != common; node = ParentOf(node))
        {
            children.Add(node);
            links.Add(Reversed(_entry[node]));
        }
        return ([.. children], [.. links]);
    }

    /// <summary>Climbs from both nodes in turns, so that the way is at most twice as long as the cycle.</summary>
    private int CommonNode(int one, int other)
    {
        _search++;
        while (true)
        {
            if (one != None)
            {
                if (_seen[one] == _search)
                    return one;
                _seen[one] = _search;
                one = ParentOf(one);
            }
            (one, other) = (other, one);
        }
    }

    private int ParentOf(int node) => _entry[node].From == None ? None : _forest.Top(_entry[node].From);

    private void Add(int node, TreeLabel label, (int From, int To) entry)
    {
        SetLabel(node, label);
        _entry[node] = entry;
        _labeled.Add(node);
    }

    private void SetLabel(int node, TreeLabel label)
    {
        var change = (PriceRate(label) - PriceRate(_label[node])) * Now;
        _forest.AddToPrices(node, -change);
        if (_forest.IsBlossom(node))
            _weight[node] += 2 * change;
        _label[node] = label;
    }

    private static int PriceRate(TreeLabel label) =>
        label switch
        {
            TreeLabel.Outer => -1,
            TreeLabel.Inner => 1,
            _ => 0,
        };

    private static TreeLabel Opposite(TreeLabel label) => label == TreeLabel.Outer ? TreeLabel.Inner : TreeLabel.Outer;

    private static (int, int) Reversed((int From, int To) link) => (link.To, link.From);
}
