using PeerNetwork.Enrollment.People.Search;

namespace PeerNetwork.Enrollment.People.Duplicates;

/// <summary>Two people who look alike, and why.</summary>
/// <param name="Reasons">In plain words.</param>
public sealed record FoundPair(Guid One, Guid Other, IReadOnlyCollection<string> Reasons)
{
    public DuplicatePairId Id { get; } = DuplicatePair.IdOf(One, Other);
}

/// <summary>Finds people who look alike.</summary>
/// <remarks>
/// People are grouped by what they have in common, and only the members of a small group are compared, so that the work
/// grows with the number of people and not with its square. A group of more than <see cref="MaxAlike"/> says nothing:
/// it is a mailbox that many share, or a frequent name.
/// </remarks>
public static class DuplicateSearch
{
    private const int MaxAlike = 10,
        DaysOfReturn = 366;

    private const string SameEmail = "the same mail address",
        SameNameAndHireDate = "the same name and the same hire date",
        SameNameAndSite = "the same name at the same site",
        SameNameAndReturn = "the same name, and one was hired within a year of the day on which the other left";

    /// <returns>Each pair once, ordered by its id.</returns>
    public static IReadOnlyList<FoundPair> Find(IReadOnlyCollection<IndexedPerson> people)
    {
        var found = new Dictionary<(Guid, Guid), SortedSet<string>>();
        Add(PairsBy<string>(people, p => p.Email is { } email ? [email] : []), SameEmail);
        Add(
            PairsBy<(string, DateOnly)>(
                people,
                p => p.HiredOn is { } day ? p.NameKeys.Select(name => (name, day)) : []
            ),
            SameNameAndHireDate
        );
        Add(PairsBy(people, p => p.NameKeys.Select(name => (name, p.Site))), SameNameAndSite);
        Add(PairsBy(people, p => p.NameKeys).Where(pair => Returned(pair.One, pair.Other)), SameNameAndReturn);
        return [.. found.Select(f => new FoundPair(f.Key.Item1, f.Key.Item2, f.Value)).OrderBy(pair => pair.Id.Value)];

        void Add(IEnumerable<(IndexedPerson One, IndexedPerson Other)> pairs, string reason)
        {
            foreach (var (one, other) in pairs)
            {
                var key = one.Id.CompareTo(other.Id) < 0 ? (one.Id, other.Id) : (other.Id, one.Id);
                if (!found.TryGetValue(key, out var reasons))
                    found.Add(key, reasons = []);
                reasons.Add(reason);
            }
        }
    }

    private static IEnumerable<(IndexedPerson One, IndexedPerson Other)> PairsBy<TKey>(
        IReadOnlyCollection<IndexedPerson> people,
        Func<IndexedPerson, IEnumerable<TKey>> keysOf
    )
        where TKey : notnull
    {
        var groups = new Dictionary<TKey, List<IndexedPerson>>(people.Count);
        foreach (var person in people)
        foreach (var key in keysOf(person))
        {
            if (!groups.TryGetValue(key, out var group))
                groups.Add(key, group = new(1));
            group.Add(person);
        }

        foreach (var group in groups.Values.Where(g => g.Count is > 1 and <= MaxAlike))
            for (var i = 0; i < group.Count; i++)
            for (var j = i + 1; j < group.Count; j++)
                yield return (group[i], group[j]);
    }

    private static bool Returned(IndexedPerson one, IndexedPerson other) => Follows(one, other) || Follows(other, one);

    private static bool Follows(IndexedPerson left, IndexedPerson hired) =>
        left is { Active: false, LeftOn: { } last }
        && hired is { Active: true, HiredOn: { } first }
        && Math.Abs(first.DayNumber - last.DayNumber) <= DaysOfReturn;
}
