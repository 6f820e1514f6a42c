using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

/// <summary>
/// The sponsor or the people administration extends the term of a guest before it ends. No term is extended without
/// such a request.
/// </summary>
public static class ExtendGuestTerm
{
    /// <param name="LastDay">A later day than before, at most a year ahead.</param>
    public sealed record Request(DateOnly LastDay);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => (DateOnly?)r.LastDay).Day().OverridePropertyName("lastDay");
    }

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
                user.RequireManageGuest(person);
                var partner = await BindingAgreement.FetchPartner(person?.Guest?.Partner, writes);
                writes.Append<Person, PersonEvent>(id, Decide(person, partner, request.LastDay, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(
        Person? person,
        PartnerOrganisation? partner,
        DateOnly lastDay,
        Guid by,
        DateTimeOffset now
    )
    {
        var term = GuestRules.RequireTerm(person);
        if (term.LastDay == lastDay)
            return [];
        if (term.Ends <= now)
            throw new DomainException(DomainError.Conflict, "The term is over. Invite the person again.");
        if (term.SponsorLeft)
            throw new DomainException(DomainError.Conflict, "The sponsor has left. Name another sponsor first.");
        if (lastDay < term.LastDay)
            throw new InvalidFieldException("lastDay", "must be after the last day so far; a term can be ended early");
        var zone = person!.Employment.TimeZone;
        GuestRules.RequireLastDay(lastDay, zone, partner, now);
        return [new GuestTermExtended(person.Id, lastDay, GuestRules.EndOf(lastDay, zone), by, now)];
    }
}
