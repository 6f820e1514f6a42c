using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>A role is taken from a person at once.</summary>
public static class RevokeRole
{
    public sealed record Request(string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Reason();
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
        await events.Update<RoleHolder, RoleEvent>(
            RoleHolder.StreamOf(new(id)),
            RoleHolder.Evolve,
            holder =>
            {
                if (holder?.Find(new(assignment)) is { } known)
                    user.RequireRevokeRole(id, known);
                return Decide(holder, new(assignment), by, new PersonalText(by, request.Reason), now);
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static RoleEvent[] Decide(
        RoleHolder? holder,
        AssignmentId id,
        Guid by,
        PersonalText reason,
        DateTimeOffset now
    )
    {
        RoleHolder.RequireChangeable(holder, id);
        return [new RoleEnded(holder!.Person, id, RoleEndCause.Revoked, by, reason, holder.Without(id), now)];
    }
}

/// <summary>The term of a role is over.</summary>
public static class EndRoleTerm
{
    public static RoleEvent[] Decide(RoleHolder? holder, AssignmentId id, DateTimeOffset now) =>
        holder?.End(role => role.Id == id && role.Ends <= now, RoleEndCause.TermOver, now) ?? [];
}

/// <summary>A person who left has no roles any more, and does not get them back with a new employment.</summary>
public sealed class EndRolesOfLeavers : ReactingSubscription
{
    public EndRolesOfLeavers(IServiceScopeFactory scopes, TimeProvider clock)
        : base("end_roles_of_leavers", scopes, clock)
    {
        On<PersonLeft>(left => left.Person.Value);
        On<MergedInto>(merged => merged.Person.Value);
        On<MergeUndone>(undone => undone.Person.Value);
        // The person may have left just before.
        On<RoleAssigned>(assigned => assigned.Person.Value);
    }

    public static RoleEvent[] Decide(RoleHolder? holder, Person? person, DateTimeOffset now) =>
        person is { Active: false } ? holder?.End(_ => true, RoleEndCause.LeftCompany, now) ?? [] : [];

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        var stream = RoleHolder.StreamOf(new(id));
        var holder = await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve);
        if (holder is null or { Roles.IsEmpty: true })
            return;
        var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
        writes.Append<RoleHolder, RoleEvent>(stream, Decide(holder, person, now));
    }
}
