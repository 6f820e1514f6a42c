using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Joining;

/// <summary>A proposed match as one of its members sees it.</summary>
/// <param name="Partner">The other member. Null where the person is erased, or not shown to the user.</param>
public sealed record OfferDetails(ReadMatchesMatchView Match, PersonView? Partner)
{
    public static async Task<OfferDetails> Load(Guid id, Guid? me, MatchingClient matching, EnrollmentClient enrollment)
    {
        var match = await matching.ReadMatchesGetAsync(id);
        return new(match, await enrollment.FindPerson(match.Members.First(m => m.Person != me).Person));
    }

    /// <summary>
    /// A mentor and a mentee have one direction. Peers have two: first that in which the partner is the mentor.
    /// </summary>
    /// <param name="me">Null for an account that belongs to no person.</param>
    public IReadOnlyList<OfferDirection> Directions(Guid? me)
    {
        if (Match.OtherContributions is not { } other)
            return [new(null, Match.Score, Match.Contributions)];
        var (asMentor, asMentee) =
            Match.Members[0].Person == me ? (Match.Contributions, other) : (other, Match.Contributions);
        return [OfferDirection.Of("Offer.AsMentor", asMentor), OfferDirection.Of("Offer.AsMentee", asMentee)];
    }
}

/// <param name="Title">The key of the words for what the partner would be; null where it is clear.</param>
/// <param name="Score">In millionths.</param>
public sealed record OfferDirection(string? Title, int Score, IReadOnlyList<Contribution> Contributions)
{
    public static OfferDirection Of(string title, IReadOnlyList<Contribution> contributions) =>
        new(title, contributions.Sum(c => c.Points), contributions);
}
