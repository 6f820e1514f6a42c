using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>A person gets a role, for given sites, programs and departments, for a term, with a reason.</summary>
public static class AssignRole
{
    private const int MaxRoles = 50;

    /// <param name="Role"><c>coordinator</c> (of one site: a local coordinator), <c>ambassador</c>, <c>sponsor</c>,
    /// <c>committee-member</c>, <c>people-admin</c> or <c>overseer</c>.</param>
    /// <param name="SiteCodes">The sites for which it holds; <c>*</c> stands for all sites.</param>
    /// <param name="Programs">The programs for which it holds; left out for all programs.</param>
    /// <param name="Departments">The departments of people for whom it holds; left out for all departments.</param>
    /// <param name="From">The first day, in the time zone of the person's site; left out for now.</param>
    /// <param name="Until">The last day; left out for a term without an end.</param>
    public sealed record Request(
        string Role,
        IReadOnlyList<string> SiteCodes,
        string Reason,
        IReadOnlyList<Guid>? Programs = null,
        IReadOnlyList<string>? Departments = null,
        DateOnly? From = null,
        DateOnly? Until = null
    ) : IRoleScope;

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            Include(new RoleScopeValidator());
            RuleFor(r => r.Reason).Reason();
            RuleFor(r => r.From).Day();
            RuleFor(r => r.Until).LastDayFrom(r => r.From);
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        user.RequireManageRole(id, request.ToGrant());
        await request.RequireKnown(models, events, ct);
        var now = clock.GetUtcNow();
        var assignment = new AssignmentId(Guid.CreateVersion7(now));
        var reason = new PersonalText(user.Id(), request.Reason);
        await events.Update(
            async writes =>
            {
                var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
                var stream = RoleHolder.StreamOf(new(id));
                var holder = await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve);
                writes.Append<RoleHolder, RoleEvent>(
                    stream,
                    Decide(holder, person, assignment, request, user.Id(), reason, now)
                );
            },
            ct
        );
        return TypedResults.Created($"/people/{id}/roles/{assignment.Value}", new CreatedId(assignment.Value));
    }

    public static RoleEvent[] Decide(
        RoleHolder? holder,
        Person? person,
        AssignmentId id,
        Request request,
        Guid by,
        PersonalText reason,
        DateTimeOffset now,
        PersonId? onBehalfOf = null
    )
    {
        if (person is null)
            throw new DomainException(DomainError.NotFound, "No such person.");
        if (!person.Active)
            throw new DomainException(DomainError.Conflict, "This person does not work here.");
        if (person.Employment.Kind.IsExternal())
            throw new DomainException(DomainError.Conflict, "Guests, alumni and partners have no roles.");
        var known = holder?.Roles ?? [];
        if (known.Count >= MaxRoles)
            throw new DomainException(
                DomainError.Conflict,
                $"This person has {MaxRoles} roles already. End one first."
            );
        var zone = person.Employment.TimeZone;
        var from = request.From ?? ScheduledChange.DayOf(now, zone);
        var assignment = new RoleAssignment(
            id,
            request.Role,
            [.. request.SiteCodes],
            [.. (request.Programs ?? []).Select(p => new ProgramId(p))],
            [.. request.Departments ?? []],
            from,
            null,
            request.From is null ? now : ScheduledChange.StartOf(from, zone),
            null,
            OnBehalfOf: onBehalfOf
        ).WithEnd(request.Until, zone);
        if (assignment.Ends <= now)
            throw new InvalidFieldException("until", "must not be past");
        if (known.Any(r => IsSame(r, assignment)))
            throw new DomainException(
                DomainError.Conflict,
                "This person has the role with this scope already. Change its term instead."
            );
        return [new RoleAssigned(person.Id, assignment, by, reason, [.. known, assignment], now)];
    }

    /// <summary>Whether two assignments say the same of the same days.</summary>
    private static bool IsSame(RoleAssignment known, RoleAssignment added) =>
        known.Role == added.Role
        && known.OnBehalfOf == added.OnBehalfOf
        && known.Sites.ToHashSet().SetEquals(added.Sites)
        && known.Programs.ToHashSet().SetEquals(added.Programs)
        && known.Departments.ToHashSet().SetEquals(added.Departments)
        && (known.Ends is not { } end || added.Starts < end)
        && (added.Ends is not { } addedEnd || known.Starts < addedEnd);
}
