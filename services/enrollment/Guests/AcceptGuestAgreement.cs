using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>A guest accepts the text that binds them.</summary>
public static class AcceptGuestAgreement
{
    /// <param name="Version">The version that the guest has read.</param>
    public sealed record Request(int Version);

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update(
            async writes =>
            {
                var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
                if (user.Id() != id)
                    throw new DomainException(DomainError.Forbidden, "Only the guest may accept the agreement.");
                var agreement = await BindingAgreement.Fetch(person?.Guest, writes);
                writes.Append<Person, PersonEvent>(id, Decide(person, agreement, request.Version, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, BindingAgreement? agreement, int version, DateTimeOffset now)
    {
        var term = GuestRules.RequireTerm(person);
        if (agreement is null || version != agreement.Version)
            throw new DomainException(
                DomainError.Conflict,
                $"Version {agreement?.Version} of the agreement is in force: read and accept it."
            )
            {
                Code = "guest-agreement-not-current",
            };
        if (term.HasAccepted(agreement))
            return [];
        var accepted = new GuestAgreementAccepted(person!.Id, agreement.Partner, version, now);
        return person.Employment.AgreementDue
            ? [accepted, person.Change(person.Employment with { AgreementDue = false }, now)]
            : [accepted];
    }
}
