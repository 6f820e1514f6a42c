using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Mentorships;

namespace PeerNetwork.Portal.Coordination;

internal static class PersonNames
{
    /// <summary>The names of people; null where a name is erased, or not shown to the user.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string?>> NamesOf(
        this EnrollmentClient enrollment,
        IEnumerable<Guid> people
    ) =>
        (
            await Task.WhenAll(
                people.Distinct().Select(async person => (Id: person, Name: await enrollment.NameOf(person)))
            )
        ).ToDictionary(person => person.Id, person => person.Name);
}
