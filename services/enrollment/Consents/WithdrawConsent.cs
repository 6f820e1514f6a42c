using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

/// <summary>A person withdraws the consent to a kind, also where nothing of the kind is asked any more.</summary>
public static class WithdrawConsent
{
    public static async Task<NoContent> Handle(
        string kind,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, now) = (new PersonId(user.Id()), clock.GetUtcNow());
        await events.Update<PersonConsents, PersonConsentEvent>(
            PersonConsents.IdOf(person),
            PersonConsents.Evolve,
            consents => Decide(consents, person, kind, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static PersonConsentEvent[] Decide(
        PersonConsents? consents,
        PersonId person,
        string kind,
        DateTimeOffset now
    ) =>
        consents?.Find(kind) switch
        {
            null => throw new DomainException(DomainError.NotFound, "You have given no consent of this kind."),
            { Withdrawn: true } => [],
            { } given => [new ConsentWithdrawn(person, kind, given.Version, now)],
        };
}
