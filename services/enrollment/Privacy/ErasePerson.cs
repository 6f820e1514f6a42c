using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Privacy;

public enum ErasureReason
{
    /// <summary>The person asked for it.</summary>
    PersonRequest,

    /// <summary>The time is over for which the company may keep the data.</summary>
    RetentionEnded,

    /// <summary>The person was recorded by mistake.</summary>
    RecordedByMistake,
}

/// <summary>
/// The people administration erases a person who has left: the personal data is destroyed in all services, and HR
/// cannot bring the person back.
/// </summary>
/// <remarks>
/// A person who works here is not erased: the company needs the data for the employment, and the departure has to end
/// applications and mentorships in the usual way.
/// </remarks>
public static class ErasePerson
{
    /// <param name="Reason"><c>personRequest</c>, <c>retentionEnded</c> or <c>recordedByMistake</c>. There is no free
    /// text, because the reason stays.</param>
    public sealed record Request(ErasureReason Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).IsInEnum();
    }

    public static async Task<Accepted> Handle(
        Guid id,
        Request request,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update(writes => Append(writes, id, request.Reason, now), ct);
        return TypedResults.Accepted($"/people/{id}/erasure");
    }

    /// <summary>
    /// Appends the erasure of the person and of the duplicates, unless the person is erased already.
    /// </summary>
    public static async Task Append(StreamWrites writes, Guid id, ErasureReason reason, DateTimeOffset now)
    {
        var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
        if (Decide(person, reason, now) is not [_, ..] decided)
            return;
        foreach (var merge in person!.Merges)
            await AppendDuplicate(writes, merge.Duplicate.Value, reason, now);
        PersonId[] duplicates = [.. person.Merges.Select(m => m.Duplicate)];
        writes.Append<Person, PersonEvent>(id, decided);
        writes.Append<Erasure, ErasureEvent>(
            Erasure.IdOf(new(id)),
            new ErasureStarted(new(id), reason, now, duplicates)
        );
        var accounts = LinkedAccounts.IdOf(new(id));
        writes.Append<LinkedAccounts, AccountLinkEvent>(
            accounts,
            (await writes.Fetch<LinkedAccounts, AccountLinkEvent>(accounts, LinkedAccounts.Evolve))?.UnlinkAll(now)
                ?? []
        );
    }

    private static async Task AppendDuplicate(StreamWrites writes, Guid id, ErasureReason reason, DateTimeOffset now)
    {
        if (await writes.Fetch<Person, PersonEvent>(id, Person.Evolve) is not { MergedInto: { } merged } duplicate)
            return;
        var (number, user) = (merged.Silent.NumberKey, merged.Silent.UserNameKey ?? duplicate.UserNameKey);
        writes.Append<Person, PersonEvent>(id, new PersonErased(duplicate.Id, reason, number, user, now));
        writes.Append<Erasure, ErasureEvent>(
            Erasure.IdOf(duplicate.Id),
            new ErasureStarted(duplicate.Id, reason, now, [])
        );
    }

    public static PersonEvent[] Decide(Person? person, ErasureReason reason, DateTimeOffset now) =>
        person switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such person."),
            { Erased: true } => [],
            { MergedInto: { } merged } => throw merged.ToException(DomainError.Conflict),
            { LegalHold: not null } => throw new DomainException(
                DomainError.Conflict,
                "There is a legal hold on this person. End it first."
            ),
            { Active: true } => throw new DomainException(
                DomainError.Conflict,
                "This person works here. Record the departure first, by HR or by a scheduled change to the status left."
            ),
            { Starts: true } => throw new DomainException(
                DomainError.Conflict,
                "This person will start to work here. Cancel the start first."
            ),
            _ =>
            [
                .. person.Scheduled.Select(s => new PersonChangeCancelled(person.Id, s.Id, now)),
                new PersonErased(person.Id, reason, person.Number?.Key, person.UserNameKey, now),
            ],
        };
}
