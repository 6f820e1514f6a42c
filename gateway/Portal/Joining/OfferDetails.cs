using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Joining;

/// <summary>A proposed match as one of its members sees it.</summary>
/// <param name="Partner">The other member; in a group, the mentor for all others, and null for the mentor. Null where
/// the person is erased, or not shown to the user.</param>
/// <param name="Names">Of the members of a group, as far as they are known.</param>
public sealed record OfferDetails(
    ReadMatchesMatchView Match,
    PersonView? Partner,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    public static async Task<OfferDetails> Load(Guid id, Guid? me, MatchingClient matching, EnrollmentClient enrollment)
    {
        var match = await matching.ReadMatchesGetAsync(id);
        if (match.Kind is not MatchKind.Group)
            return new(
                match,
                await enrollment.FindPerson(match.Members.First(m => m.Person != me).Person),
                new Dictionary<Guid, string?>()
            );
        var mentor = match.Members.First(m => m.Role is MemberRole.Mentor).Person;
        return new(
            match,
            mentor == me ? null : await enrollment.FindPerson(mentor),
            await enrollment.NamesOf(match.Members.Select(m => m.Person))
        );
    }

    /// <summary>
    /// A mentor and a mentee have one direction. Peers have two: first that in which the partner is the mentor. The
    /// mentor of a group has one for each mentee.
    /// </summary>
    /// <param name="me">Null for an account that belongs to no person.</param>
    public IReadOnlyList<OfferDirection> Directions(Guid? me) =>
        Match.Kind switch
        {
            MatchKind.Reciprocal =>
            [
                .. Match
                    .Reasons.OrderBy(r => r.Mentor == me)
                    .Select((r, n) => OfferDirection.Of(r, n == 0 ? "Offer.AsMentor" : "Offer.AsMentee")),
            ],
            MatchKind.Group when Match.Reasons.Count > 1 =>
            [
                .. Match.Reasons.Select(r =>
                    OfferDirection.Of(r, "Offer.AsMentee") with
                    {
                        Name = Names.GetValueOrDefault(r.Mentee),
                    }
                ),
            ],
            _ => [.. Match.Reasons.Select(r => OfferDirection.Of(r, null))],
        };
}

/// <param name="Title">The key of the words for what a person would be; null where it is clear.</param>
/// <param name="Score">In millionths.</param>
/// <param name="Partners">What the other mentees of a group are to the mentee; empty without a group.</param>
/// <param name="Name">That person; null for the partner of the user.</param>
public sealed record OfferDirection(
    string? Title,
    int Score,
    IReadOnlyList<Contribution> Contributions,
    IReadOnlyList<Contribution> Partners,
    string? Name = null
)
{
    public static OfferDirection Of(ReadMatchesReasonsView reasons, string? title) =>
        new(title, reasons.Contributions.Sum(c => c.Points), [.. reasons.Contributions], [.. reasons.Partners ?? []]);
}
