namespace PeerNetwork.Matching.Engine;

/// <summary>
/// People who agree in some attributes, put together: the cell of each, and one of its people to stand for all. What
/// depends on these attributes alone is computed once per cell instead of once per person.
/// </summary>
internal sealed class Cells
{
    private Cells(int[] of, Profile[] representatives) => (Of, Representatives) = (of, representatives);

    /// <summary>The cell by position of the person.</summary>
    public int[] Of { get; }
    public Profile[] Representatives { get; }

    public static Cells Location(Profile[] people) =>
        By(people, p => (p.OffsetMinutes, p.Site, string.Join(',', p.Languages)));

    public static Cells Grade(Profile[] people) => By(people, p => (p.Level, p.Years));

    public static Cells Unit(Profile[] people) => By(people, p => p.Department ?? -1);

    /// <summary>By which lists have anything in them.</summary>
    public static Cells Recorded(Profile[] people) =>
        By(
            people,
            p =>
                (
                    p.Skills is [],
                    p.CareerInterests is [],
                    p.Interests is [],
                    p.Fields is [],
                    p.Values is [],
                    p.Personality is []
                )
        );

    private static Cells By<TKey>(Profile[] people, Func<Profile, TKey> key)
        where TKey : notnull
    {
        var (cells, of, representatives) = (new Dictionary<TKey, int>(), new int[people.Length], new List<Profile>());
        for (var at = 0; at < people.Length; at++)
        {
            if (cells.TryAdd(key(people[at]), representatives.Count))
                representatives.Add(people[at]);
            of[at] = cells[key(people[at])];
        }
        return new(of, [.. representatives]);
    }
}
