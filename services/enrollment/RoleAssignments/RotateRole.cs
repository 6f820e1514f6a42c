using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>
/// A role passes to a successor on a day, as a seat in a committee does: the term of the one ends the day before, and
/// the other has the same role with the same scope.
/// </summary>
public static class RotateRole
{
    /// <param name="Successor">The id of the person.</param>
    /// <param name="From">The first day of the successor, in the time zone of the successor's site.</param>
    /// <param name="Until">The last day of the successor; left out for a term without an end.</param>
    public sealed record Request(Guid Successor, DateOnly From, string Reason, DateOnly? Until = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => (DateOnly?)r.From).Day();
            RuleFor(r => r.Until).LastDayFrom(r => r.From);
            RuleFor(r => r.Reason).Reason();
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Guid assignment,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (request.Successor == id)
            throw new InvalidFieldException("successor", "must be another person: change the term instead");
        var now = clock.GetUtcNow();
        var successor = new AssignmentId(Guid.CreateVersion7(now));
        await events.Update(writes => Rotate(writes, new(id), new(assignment), successor, request, user, now), ct);
        return TypedResults.Created(
            $"/people/{request.Successor}/roles/{successor.Value}",
            new CreatedId(successor.Value)
        );
    }

    private static async Task Rotate(
        StreamWrites writes,
        PersonId person,
        AssignmentId assignment,
        AssignmentId successor,
        Request request,
        ClaimsPrincipal user,
        DateTimeOffset now
    )
    {
        var (by, reason) = (user.Id(), new PersonalText(user.Id(), request.Reason));
        var holder = await writes.Fetch<RoleHolder, RoleEvent>(RoleHolder.StreamOf(person), RoleHolder.Evolve);
        var role = RoleHolder.RequireOwn(holder, assignment);
        user.RequireManageRole(person.Value, role.ToGrant());
        user.RequireManageRole(request.Successor, role.ToGrant());
        var predecessor = await writes.Fetch<Person, PersonEvent>(person.Value, Person.Evolve);
        writes.Append<RoleHolder, RoleEvent>(
            RoleHolder.StreamOf(person),
            Yield(holder!, predecessor!, role, request.From, by, reason, now)
        );

        var follower = await writes.Fetch<Person, PersonEvent>(request.Successor, Person.Evolve);
        var stream = RoleHolder.StreamOf(new(request.Successor));
        writes.Append<RoleHolder, RoleEvent>(
            stream,
            AssignRole.Decide(
                await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve),
                follower,
                successor,
                new(
                    role.Role,
                    role.Sites,
                    request.Reason,
                    role.Programs.Count == 0 ? null : [.. role.Programs.Select(p => p.Value)],
                    role.Departments.Count == 0 ? null : role.Departments,
                    request.From,
                    request.Until
                ),
                by,
                reason,
                now
            )
        );
    }

    /// <summary>What becomes of the predecessor's role.</summary>
    /// <param name="from">The first day of the successor.</param>
    public static RoleEvent[] Yield(
        RoleHolder holder,
        Person person,
        RoleAssignment role,
        DateOnly from,
        Guid by,
        PersonalText reason,
        DateTimeOffset now
    )
    {
        var last = from.AddDays(-1);
        if (role.Until <= last)
            return [];
        return last < role.From || ScheduledChange.HasBegun(from, person.Employment.TimeZone, now)
            ? RevokeRole.Decide(holder, role.Id, by, reason, now)
            : ChangeRoleTerm.Decide(holder, person, role.Id, last, by, reason, now);
    }
}
