namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Distances that one search found to the nodes of one kind, and from where; a new search forgets them in no time.
/// </summary>
internal sealed class Labels
{
    private readonly List<int> _reached = [];
    private long[] _distance = [];
    private int[] _from = [];
    private int[] _search = [];
    private int _current;

    public IReadOnlyList<int> Reached => _reached;

    public void Begin(int nodes)
    {
        _current++;
        _reached.Clear();
        if (nodes <= _distance.Length)
            return;
        Array.Resize(ref _distance, nodes * 2);
        Array.Resize(ref _from, nodes * 2);
        Array.Resize(ref _search, nodes * 2);
    }

    public bool Has(int node) => _search[node] == _current;

    public bool Improves(int node, long distance) => !Has(node) || distance < _distance[node];

    public void Set(int node, long distance, int from)
    {
        if (!Has(node))
            _reached.Add(node);
        (_search[node], _distance[node], _from[node]) = (_current, distance, from);
    }

    public long Distance(int node) => _distance[node];

    public int From(int node) => _from[node];
}
