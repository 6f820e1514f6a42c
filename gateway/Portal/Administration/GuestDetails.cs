using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>A guest, the term, and who answers for them.</summary>
/// <param name="Term">Null for a person who has no access as a guest now.</param>
public sealed record GuestDetails(PersonView Person, ShowGuestResponse? Term, string? Sponsor, string? Partner)
{
    public static async Task<GuestDetails> Load(Guid id, EnrollmentClient enrollment)
    {
        var person = await enrollment.ShowPersonAsync(id);
        if (await FindTerm(id, enrollment) is not { } term)
            return new(person, null, null, null);
        return new(
            person,
            term,
            await enrollment.NameOf(term.Sponsor),
            term.Partner is { } partner ? (await enrollment.ShowPartnerAsync(partner)).Name : null
        );
    }

    private static async Task<ShowGuestResponse?> FindTerm(Guid id, EnrollmentClient enrollment)
    {
        try
        {
            return await enrollment.ShowGuestAsync(id);
        }
        catch (ApiException e) when (ApiFailures.Of(e) is ApiFailure.NotFound)
        {
            return null;
        }
    }
}
