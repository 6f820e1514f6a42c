using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Joining;

/// <summary>A proposed match as one of the two sees it.</summary>
/// <param name="Partner">Null where the person is erased, or not shown to the user.</param>
public sealed record OfferDetails(ReadMatchesMatchView Match, PersonView? Partner)
{
    public static async Task<OfferDetails> Load(Guid id, Guid? me, MatchingClient matching, EnrollmentClient enrollment)
    {
        var match = await matching.ReadMatchesGetAsync(id);
        return new(match, await enrollment.FindPerson(match.Mentor == me ? match.Mentee : match.Mentor));
    }
}
