namespace PeerNetwork.Analytics.Indicators;

/// <summary>A figure that readers can check against others: the total is the sum of its parts.</summary>
public sealed record Sum<TKey>(TKey Total, IReadOnlyList<TKey> Parts)
    where TKey : notnull;

/// <summary>
/// Keeps figures about one to four people from being read or worked out. Nobody is no group: a zero exposes nobody and is shown.
/// </summary>
public static class SmallGroups
{
    public const int Least = 5;

    /// <summary>
    /// Which groups not to show: those that are too small; and further ones, the cheapest first, until no sum has a single unknown
    /// and no shown total less its shown parts is about fewer than five people.
    /// </summary>
    /// <param name="groups">The people that each figure is about.</param>
    /// <param name="sums">Every way in which figures add up to another.</param>
    /// <param name="cost">What is lost when a group is not shown. Of those that cost the same the smallest goes first.</param>
    public static IReadOnlySet<TKey> Hide<TKey>(
        IReadOnlyDictionary<TKey, HashSet<Guid>> groups,
        IReadOnlyCollection<Sum<TKey>> sums,
        Func<TKey, int> cost
    )
        where TKey : notnull
    {
        var hidden = groups.Where(g => IsSmall(g.Value.Count)).Select(g => g.Key).ToHashSet();
        for (var before = -1; before != hidden.Count; )
        {
            before = hidden.Count;
            foreach (var sum in sums)
            {
                while (Leaks(sum, groups, hidden))
                    hidden.Add(NextToHide(sum, groups, hidden, cost));
            }
        }

        return hidden;
    }

    public static bool IsSmall(int people) => people is > 0 and < Least;

    private static bool Leaks<TKey>(
        Sum<TKey> sum,
        IReadOnlyDictionary<TKey, HashSet<Guid>> groups,
        HashSet<TKey> hidden
    )
        where TKey : notnull
    {
        TKey[] unknown = [.. sum.Parts.Where(hidden.Contains)];
        if (hidden.Contains(sum.Total))
            return unknown.Length == 0 && sum.Parts.Any(part => SomebodyIsIn(groups, part));
        return unknown.Length == 1
            || (unknown.Length > 1 && IsSmall(unknown.SelectMany(part => groups[part]).Distinct().Take(Least).Count()));
    }

    private static TKey NextToHide<TKey>(
        Sum<TKey> sum,
        IReadOnlyDictionary<TKey, HashSet<Guid>> groups,
        HashSet<TKey> hidden,
        Func<TKey, int> cost
    )
        where TKey : notnull =>
        sum
            .Parts.Where(part => SomebodyIsIn(groups, part) && !hidden.Contains(part))
            .OrderBy(cost)
            .ThenBy(part => groups[part].Count)
            .Append(sum.Total)
            .First();

    private static bool SomebodyIsIn<TKey>(IReadOnlyDictionary<TKey, HashSet<Guid>> groups, TKey key)
        where TKey : notnull => groups.TryGetValue(key, out var people) && people.Count > 0;
}
