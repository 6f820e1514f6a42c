using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Privacy;

/// <summary>The data of a person must be kept, as for a lawsuit.</summary>
/// <param name="Reason">Why, in the words of the person who said so.</param>
public sealed record LegalHoldPlaced(PersonId Person, PersonalText Reason, Guid By, DateTimeOffset At) : PersonEvent;

public sealed record LegalHoldEnded(PersonId Person, Guid By, DateTimeOffset At) : PersonEvent;

/// <summary>The people administration places a legal hold: nothing erases the person until it ends.</summary>
public static class PlaceLegalHold
{
    public sealed record Request(string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Reason();
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
        var reason = new PersonalText(by, request.Reason);
        await events.Update<Person, PersonEvent>(id, Person.Evolve, p => Decide(p, reason, by, now), ct);
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, PersonalText reason, Guid by, DateTimeOffset now) =>
        person switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such person."),
            { Erased: true } => throw new DomainException(
                DomainError.Conflict,
                "The personal data of this person was destroyed."
            ),
            { MergedInto: { } merged } => throw merged.ToException(DomainError.Conflict),
            { LegalHold: { } hold } when hold.Reason == reason => [],
            _ => [new LegalHoldPlaced(person.Id, reason, by, now)],
        };
}

/// <summary>The people administration ends a legal hold.</summary>
public static class EndLegalHold
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<Person, PersonEvent>(id, Person.Evolve, person => Decide(person, by, now), ct);
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, Guid by, DateTimeOffset now) =>
        person switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such person."),
            { LegalHold: null } => [],
            _ => [new LegalHoldEnded(person.Id, by, now)],
        };
}

/// <summary>Shows the legal hold of a person.</summary>
public static class ShowLegalHold
{
    public sealed record Response(string? Reason, Guid PlacedBy, DateTimeOffset PlacedAt);

    public static async Task<Ok<Response>> Handle(Guid id, EventStreams events, CancellationToken ct)
    {
        var person = await events.Read<Person, PersonEvent>(id, Person.Evolve, ct);
        return person?.LegalHold is { } hold
            ? TypedResults.Ok(new Response(hold.Reason.Text, hold.By, hold.At))
            : throw new DomainException(DomainError.NotFound, "There is no legal hold on such a person.");
    }
}
