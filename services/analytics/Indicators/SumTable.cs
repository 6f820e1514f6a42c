namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// A table with its totals, such as sites by weeks, as a graph. A node is a sum, an edge is a group, which joins the
/// two sums that it is in.
/// </summary>
/// <remarks>
/// <para>
/// When sums are added up, the groups inside cancel out: a reader who combines the sums of some nodes learns about the
/// groups on the edges that leave these nodes, and about nothing else. The shown ones are known, so the result is about
/// the hidden ones: a cut of the graph of hidden groups. A reader therefore learns about fewer than five people exactly
/// where a cut has fewer than five people on its edges.
/// </para>
/// <para>
/// Each group is in at most two sums, and the sums can be signed so that it is added in one and subtracted in the
/// other. This is so for a table of one dimension by another, of which one may be a hierarchy, with the sums of
/// <see cref="SumTable.Of"/>.
/// </para>
/// </remarks>
internal sealed class SumTable<TKey>
    where TKey : notnull
{
    private const int Outside = 0;

    /// <summary>
    /// A group that another table relies on counts as so many people: it must not be worked out alone.
    /// </summary>
    private const int PeopleOfShared = 3;

    private readonly List<Edge> _groups = [];
    private readonly List<Edge> _small = [];
    private readonly int[] _mergedInto;
    private readonly List<Edge>?[] _smallAt;
    private readonly HashSet<TKey> _concealed = [];
    private readonly IReadOnlySet<TKey> _shared;
    private int _sharedPeople;

    /// <param name="People">Numbers of the people; only of small groups are they needed.</param>
    private sealed record Edge(TKey Key, int From, int To, int[] People, bool IsTotal, (long Cost, int Size) Loss);

    public SumTable(
        IReadOnlyDictionary<TKey, HashSet<Guid>> groups,
        IReadOnlyCollection<Sum<TKey>> sums,
        Func<TKey, long> cost,
        IReadOnlySet<TKey> shared
    )
    {
        _shared = shared;
        var (numbers, nodes) = (new Dictionary<Guid, int>(), new Dictionary<TKey, List<int>>());
        var (totals, node) = (sums.Select(s => s.Total).ToHashSet(), Outside);
        foreach (var sum in sums)
        {
            node++;
            foreach (
                var key in sum.Parts.Prepend(sum.Total).Where(k => groups.TryGetValue(k, out var p) && p.Count > 0)
            )
                if (nodes.TryGetValue(key, out var at))
                    at.Add(node);
                else
                    nodes.Add(key, [node]);
        }

        _mergedInto = [.. Enumerable.Range(0, node + 1)];
        _smallAt = new List<Edge>?[node + 1];
        foreach (var (key, at) in nodes)
        {
            var people = groups[key];
            int[] few = SmallGroups.IsSmall(people.Count) ? [.. people.Select(Number)] : [];
            _groups.Add(
                new(key, at[0], at.ElementAtOrDefault(1), few, totals.Contains(key), (cost(key), people.Count))
            );
        }

        foreach (var edge in _groups.Where(e => e.People.Length > 0 && !e.IsTotal))
        {
            AddSmall(edge);
        }

        int Number(Guid person)
        {
            if (!numbers.TryGetValue(person, out var number))
                numbers.Add(person, number = numbers.Count);
            return number;
        }
    }

    /// <summary>Hides further groups until no combination of shown ones is about one to four people.</summary>
    public void Protect(HashSet<TKey> hidden)
    {
        foreach (var edge in _groups.Where(e => hidden.Contains(e.Key)))
            Conceal(edge);
        for (var n = 0; n < _small.Count; n++)
        {
            while (SmallCut(_small[n], _small[n].People) is { } side)
            {
                if (
                    _groups
                        .Where(e =>
                            !hidden.Contains(e.Key) && side.Contains(NodeOf(e.From)) != side.Contains(NodeOf(e.To))
                        )
                        .MinBy(e => e.Loss)
                    is not { } next
                )
                    break;
                hidden.Add(next.Key);
                Conceal(next);
            }
        }
    }

    /// <summary>
    /// A hidden total is no more than its parts, which are on edges themselves, and a hidden group of five or more is
    /// in no small cut: the ends of their edges become one. A group of another table is one that must not be worked out
    /// here.
    /// </summary>
    private void Conceal(Edge edge)
    {
        if (!_concealed.Add(edge.Key))
            return;
        if (_shared.Contains(edge.Key))
            AddSmall(edge with { People = [.. Enumerable.Range(0, PeopleOfShared).Select(_ => --_sharedPeople)] });
        else if (edge.IsTotal || edge.People.Length == 0)
            Merge(edge);
    }

    private void AddSmall(Edge edge)
    {
        _small.Add(edge);
        (_smallAt[NodeOf(edge.From)] ??= []).Add(edge);
        (_smallAt[NodeOf(edge.To)] ??= []).Add(edge);
    }

    /// <summary>
    /// The nodes on one side of a cut that has the edge and only edges about these people, or about up to four with
    /// them; null where there is none. A cut has an edge of every path between the ends of the edge, so each edge of
    /// one such path is tried.
    /// </summary>
    private HashSet<int>? SmallCut(Edge edge, int[] people)
    {
        var (from, to) = (NodeOf(edge.From), NodeOf(edge.To));
        if (from == to)
            return null;
        var cameBy = new Dictionary<int, (Edge? Edge, int From)> { [from] = (null, from) };
        var next = new Queue<int>([from]);
        while (next.TryDequeue(out var node) && !cameBy.ContainsKey(to))
        {
            foreach (var e in _smallAt[node] ?? [])
            {
                if (e.People.All(people.Contains))
                    continue;
                var (a, b) = (NodeOf(e.From), NodeOf(e.To));
                var other = a == node ? b : a;
                if (cameBy.TryAdd(other, (e, node)))
                    next.Enqueue(other);
            }
        }

        if (!cameBy.TryGetValue(to, out var last))
            return [.. cameBy.Keys];
        for (var (e, node) = last; e is not null; (e, node) = cameBy[node])
        {
            int[] more = [.. people.Union(e.People)];
            if (more.Length < SmallGroups.MinGroupSize && SmallCut(edge, more) is { } side)
                return side;
        }

        return null;
    }

    private void Merge(Edge edge)
    {
        var (into, from) = (NodeOf(edge.From), NodeOf(edge.To));
        if (into == from)
            return;
        _mergedInto[from] = into;
        if (_smallAt[from] is { } more)
            (_smallAt[into] ??= []).AddRange(more);
        _smallAt[from] = null;
    }

    private int NodeOf(int node)
    {
        while (_mergedInto[node] != node)
            node = _mergedInto[node] = _mergedInto[_mergedInto[node]];
        return node;
    }
}

internal static class SumTable
{
    /// <summary>
    /// The sums of a table of rows by a hierarchy of columns: each row along the hierarchy, and the row of totals; each
    /// lowest column, and the highest, along the rows. The sums of the columns between follow from these.
    /// </summary>
    /// <param name="hierarchy">Sums of columns; the first total is the highest.</param>
    /// <param name="rows">The rows without the row of totals.</param>
    /// <param name="cell">The group of a column and a row; a null row is the row of totals.</param>
    public static IReadOnlyCollection<Sum<TKey>> Of<TColumn, TKey>(
        IReadOnlyList<Sum<TColumn>> hierarchy,
        IReadOnlyList<string> rows,
        Func<TColumn, string?, TKey> cell
    )
        where TColumn : notnull
        where TKey : notnull
    {
        var totals = hierarchy.Select(sum => sum.Total).ToHashSet();
        var lowest = hierarchy.SelectMany(sum => sum.Parts).Where(column => !totals.Contains(column));
        return
        [
            .. from sum in hierarchy
            from row in rows.Cast<string?>().Append(null)
            select new Sum<TKey>(cell(sum.Total, row), [.. sum.Parts.Select(part => cell(part, row))]),
            .. from column in lowest.Append(hierarchy[0].Total)
            select new Sum<TKey>(cell(column, null), [.. rows.Select(row => cell(column, row))]),
        ];
    }
}
