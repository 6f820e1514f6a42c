using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Api;

/// <summary>Names of people, whom the other services know by their ids alone.</summary>
internal static class PersonNames
{
    private const int MostAsked = 100;

    /// <summary>The name of a person; null where it is erased, or not shown to the user.</summary>
    public static async Task<string?> NameOf(this EnrollmentClient enrollment, Guid person) =>
        (await enrollment.FindPerson(person))?.Name;

    /// <returns>Null for a person who is erased, or not shown to the user.</returns>
    public static async Task<PersonView?> FindPerson(this EnrollmentClient enrollment, Guid person)
    {
        try
        {
            return await enrollment.ShowPersonAsync(person);
        }
        catch (Exception e) when (ApiFailures.Of(e) is ApiFailure.NotFound or ApiFailure.Forbidden)
        {
            return null;
        }
    }

    /// <summary>The names of people, without those who are erased, or not shown to the user.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string?>> NamesOf(
        this EnrollmentClient enrollment,
        IEnumerable<Guid> people
    )
    {
        var pages = await Task.WhenAll(
            people.Distinct().Chunk(MostAsked).Select(ids => enrollment.ListNamesAsync(string.Join(',', ids)))
        );
        return pages.SelectMany(page => page.Items).ToDictionary(p => p.Id, p => (string?)p.Name);
    }

    /// <summary>These names and more of them.</summary>
    public static IReadOnlyDictionary<Guid, string?> And(
        this IReadOnlyDictionary<Guid, string?> names,
        IReadOnlyDictionary<Guid, string?> more
    ) => names.Concat(more).DistinctBy(name => name.Key).ToDictionary();

    /// <summary>Null also where no person is given.</summary>
    public static string? Of(this IReadOnlyDictionary<Guid, string?> names, Guid? person) =>
        person is { } id ? names.GetValueOrDefault(id) : null;
}
