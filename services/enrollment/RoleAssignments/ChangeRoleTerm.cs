using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>The last day of a term is moved: a renewal, or an earlier end. No term is renewed by itself.</summary>
public static class ChangeRoleTerm
{
    /// <param name="Until">The new last day; left out for a term without an end.</param>
    public sealed record Request(string Reason, DateOnly? Until = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).Reason();
            RuleFor(r => r.Until).Day();
        }
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Guid assignment,
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
                var person =
                    await writes.Fetch<Person, PersonEvent>(id, Person.Evolve)
                    ?? throw new DomainException(DomainError.NotFound, "No such person.");
                var stream = RoleHolder.StreamOf(new(id));
                var holder = await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve);
                if (holder?.Find(new(assignment)) is { } known)
                    user.RequireManageRole(id, known.ToGrant());
                var reason = new PersonalText(by, request.Reason);
                writes.Append<RoleHolder, RoleEvent>(
                    stream,
                    Decide(holder, person, new(assignment), request.Until, by, reason, now)
                );
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static RoleEvent[] Decide(
        RoleHolder? holder,
        Person person,
        AssignmentId id,
        DateOnly? until,
        Guid by,
        PersonalText reason,
        DateTimeOffset now
    )
    {
        var known = RoleHolder.RequireOwn(holder, id);
        if (known.Until == until)
            return [];
        var changed = known.WithEnd(until, person.Employment.TimeZone);
        if (changed.Ends <= now)
            throw new InvalidFieldException("until", "must not be past: revoke the role instead");
        if (until < changed.From)
            throw new InvalidFieldException("until", "must not be before the first day of the term");
        return [new RoleTermChanged(person.Id, changed, by, reason, [.. holder!.Without(id), changed], now)];
    }
}
