using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>
/// The people administration names another sponsor of a guest. A term that the leaving of the former sponsor shortened
/// goes on to the agreed day.
/// </summary>
public static class NameSponsor
{
    /// <param name="Sponsor">The id of an employee who works here.</param>
    public sealed record Request(Guid Sponsor);

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
                var sponsor = await writes.Fetch<Person, PersonEvent>(request.Sponsor, Person.Evolve);
                writes.Append<Person, PersonEvent>(id, Decide(person, sponsor, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, Person? sponsor, Guid by, DateTimeOffset now)
    {
        var term = GuestRules.RequireTerm(person);
        GuestRules.RequireSponsor(sponsor);
        if (term.Sponsor == sponsor!.Id && !term.SponsorLeft)
            return [];
        if (term.Ends <= now)
            throw new DomainException(DomainError.Conflict, "The term is over. Invite the person again.");
        var lastDay = term.SponsorLeft ? term.AgreedLastDay : term.LastDay;
        var ends = GuestRules.EndOf(lastDay, person!.Employment.TimeZone);
        return [new GuestSponsorNamed(person.Id, sponsor.Id, lastDay, ends, by, now)];
    }
}
