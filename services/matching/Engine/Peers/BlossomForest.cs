namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A matching and the blossoms of a search, nested in one another. Nodes 0 .. people-1 are people, the others are
/// blossoms: odd cycles of nodes, each matched inside except for one person, the base. The first child of a blossom
/// holds the base; link i leads from child i to the next one around the cycle, and links 1, 3, 5 … are matched.
/// </summary>
internal sealed class BlossomForest
{
    public const int None = -1;

    private readonly int[] _size;

    // The people of a node are a list: First, Next[First] … Last. Lists of children are parts of that of the blossom.
    private readonly int[] _first;
    private readonly int[] _last;
    private readonly int[] _next;

    // The people of an outermost node are a set. Its name is that of a person, or that of the largest child of a
    // blossom: a contraction and a dissolution rename all others. The price of a person is its own part and its set's.
    private readonly int[] _name;
    private readonly int[] _set;
    private readonly int[] _topOfSet;
    private readonly long[] _price;
    private readonly long[] _priceOfSet;
    private readonly int[][] _children;
    private readonly (int From, int To)[][] _links;
    private readonly Stack<int> _unused = new();
    private readonly Stack<(int Node, int Person)> _rebasing = new();

    /// <summary>Takes over partners, -1 for none, and prices.</summary>
    public BlossomForest(int[] partners, long[] prices)
    {
        // Sets that are odd, nested or apart, and no single persons: fewer than half as many as people.
        var (people, nodes) = (partners.Length, partners.Length + (partners.Length / 2));
        (Partner, PeopleCount, NodeCount) = (partners, people, nodes);
        (Parent, Base, _size) = (new int[nodes], new int[nodes], new int[nodes]);
        (_first, _last, _next) = (new int[nodes], new int[nodes], new int[people]);
        (_name, _set, _topOfSet) = (new int[nodes], new int[people], new int[people]);
        (_price, _priceOfSet) = (prices, new long[people]);
        (_children, _links) = (new int[nodes][], new (int, int)[nodes][]);
        Array.Fill(Parent, None);
        for (var person = 0; person < people; person++)
        {
            (Base[person], _size[person], _first[person], _last[person]) = (person, 1, person, person);
            (_name[person], _set[person], _topOfSet[person]) = (person, person, person);
        }
        for (var node = nodes - 1; node >= people; node--)
            _unused.Push(node);
    }

    public int PeopleCount { get; }
    public int NodeCount { get; }

    /// <summary>Of each person, or none.</summary>
    public int[] Partner { get; }

    /// <summary>Of each node, the blossom that it is a child of, or none.</summary>
    public int[] Parent { get; }

    /// <summary>Of each node, the person who has no partner within it.</summary>
    public int[] Base { get; }

    /// <summary>The outermost node of a person.</summary>
    public int Top(int person) => _topOfSet[_set[person]];

    public long PriceOf(int person) => _price[person] + _priceOfSet[_set[person]];

    /// <summary>For all people of an outermost node at once.</summary>
    public void AddToPrices(int node, long amount) => _priceOfSet[_name[node]] += amount;

    public bool IsBlossom(int node) => node >= PeopleCount;

    public bool Exists(int node) => !IsBlossom(node) || _children[node] is not null;

    public int[] Children(int blossom) => _children[blossom];

    public (int From, int To)[] Links(int blossom) => _links[blossom];

    public IEnumerable<int> People(int node)
    {
        for (var person = _first[node]; person != _last[node]; person = _next[person])
            yield return person;
        yield return _last[node];
    }

    /// <summary>
    /// Makes a blossom of an odd cycle of outermost nodes. O(people of all children but the largest).
    /// </summary>
    public int Contract(int[] children, (int From, int To)[] links)
    {
        var blossom = _unused.Pop();
        (_children[blossom], _links[blossom], Parent[blossom]) = (children, links, None);
        Base[blossom] = Base[children[0]];
        (_first[blossom], _last[blossom], _size[blossom]) = (_first[children[0]], _last[children[^1]], 0);
        var largest = children.MaxBy(child => _size[child]);
        _name[blossom] = _name[largest];
        for (var at = 0; at < children.Length; at++)
        {
            var child = children[at];
            Parent[child] = blossom;
            _size[blossom] += _size[child];
            if (child != largest)
                Rename(child, _name[blossom]);
            if (at > 0)
                _next[_last[children[at - 1]]] = _first[child];
        }
        _topOfSet[_name[blossom]] = blossom;
        return blossom;
    }

    /// <summary>
    /// Makes the children of an outermost blossom outermost nodes. O(people of all children but the largest).
    /// </summary>
    public void Dissolve(int blossom)
    {
        foreach (var child in _children[blossom])
        {
            Parent[child] = None;
            _topOfSet[_name[child]] = child;
            if (_name[child] == _name[blossom])
                continue;
            _priceOfSet[_name[child]] = 0;
            Rename(child, _name[child]);
        }
        (_children[blossom], _links[blossom]) = (null!, null!);
        _unused.Push(blossom);
    }

    /// <summary>
    /// Makes a person the base of an outermost node: all others in it are matched with one another. Does not recurse,
    /// since blossoms may be nested deeply.
    /// </summary>
    public void Rebase(int node, int person)
    {
        _rebasing.Push((node, person));
        while (_rebasing.TryPop(out var next))
        {
            for (var child = next.Person; child != next.Node; child = Parent[child])
                Turn(Parent[child], child, next.Person);
        }
    }

    private void Turn(int blossom, int first, int newBase)
    {
        var (children, links) = (_children[blossom], _links[blossom]);
        var at = Array.IndexOf(children, first);
        _children[blossom] = children = [.. children[at..], .. children[..at]];
        _links[blossom] = links = [.. links[at..], .. links[..at]];
        Base[blossom] = newBase;
        for (var link = 1; link < links.Length; link += 2)
        {
            var (from, to) = links[link];
            if (Partner[from] == to)
                continue;
            (Partner[from], Partner[to]) = (to, from);
            _rebasing.Push((children[link], from));
            _rebasing.Push((children[link + 1], to));
        }
    }

    private void Rename(int node, int set)
    {
        foreach (var person in People(node))
        {
            _price[person] += _priceOfSet[_set[person]] - _priceOfSet[set];
            _set[person] = set;
        }
    }
}
