namespace PeerNetwork.Analytics.Indicators;

/// <summary>A metric that readers can check against others: the total is the sum of its parts.</summary>
public sealed record Sum<TKey>(TKey Total, IReadOnlyList<TKey> Parts)
    where TKey : notnull;

/// <summary>
/// Keeps metrics about one to four people from being read or computed. An empty group exposes no one: a zero is
/// shown.
/// </summary>
public static class SmallGroups
{
    public const int MinGroupSize = 5;

    /// <summary>
    /// Which groups not to show: those that are too small; and further ones, the cheapest first, until no sum or
    /// difference of shown groups is about one to four people.
    /// </summary>
    /// <param name="groups">The people that each metric is about.</param>
    /// <param name="tables">Every way in which metrics add up to another, one list for each table: see
    /// <see cref="SumTable{TKey}"/>.</param>
    /// <param name="cost">What is lost when a group is not shown. Of those that cost the same the smallest goes
    /// first.</param>
    /// <param name="alsoHidden">Groups that must not be shown for another reason.</param>
    public static IReadOnlySet<TKey> Hide<TKey>(
        IReadOnlyDictionary<TKey, HashSet<Guid>> groups,
        IEnumerable<IReadOnlyCollection<Sum<TKey>>> tables,
        Func<TKey, long> cost,
        IEnumerable<TKey>? alsoHidden = null
    )
        where TKey : notnull
    {
        var hidden = groups.Where(g => IsSmall(g.Value.Count)).Select(g => g.Key).Concat(alsoHidden ?? []).ToHashSet();
        var (all, earlier) = (new List<SumTable<TKey>>(), new HashSet<TKey>());
        foreach (var sums in tables)
        {
            all.Add(new(groups, sums, cost, earlier.ToHashSet()));
            earlier.UnionWith(sums.SelectMany(sum => sum.Parts.Append(sum.Total)));
        }

        // A group can be in two tables: what one table hides, the other must know.
        for (var before = -1; before != hidden.Count; )
        {
            before = hidden.Count;
            foreach (var table in all)
                table.Protect(hidden);
        }

        return hidden;
    }

    public static bool IsSmall(int people) => people is > 0 and < MinGroupSize;
}
