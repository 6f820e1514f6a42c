using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

public readonly record struct AssignmentId(Guid Value);

/// <summary>A role that a person has for a term.</summary>
/// <param name="Role">One of <see cref="Roles.Assignable"/>.</param>
/// <param name="Sites">Codes of sites; <c>*</c> stands for all sites.</param>
/// <param name="Programs">Empty for all programs.</param>
/// <param name="Departments">Departments as HR names them; empty for all.</param>
/// <param name="Until">The last day; null for a term without an end.</param>
/// <param name="Starts">The start of the first day in the time zone of the person's site.</param>
/// <param name="Ends">The end of the last day in that time zone.</param>
/// <param name="Rule">The rule that gave it to the members of a group; null where a person gave it.</param>
/// <param name="OnBehalfOf">The person who delegated it; null for a role of one's own.</param>
public sealed record RoleAssignment(
    AssignmentId Id,
    string Role,
    IReadOnlyList<string> Sites,
    IReadOnlyList<ProgramId> Programs,
    IReadOnlyList<string> Departments,
    DateOnly From,
    DateOnly? Until,
    DateTimeOffset Starts,
    DateTimeOffset? Ends,
    RoleRuleId? Rule = null,
    PersonId? OnBehalfOf = null
)
{
    public RoleGrant ToGrant() => new(Role, Sites, [.. Programs.Select(p => p.Value)], Departments);

    public RoleAssignment WithEnd(DateOnly? until, string timeZone) =>
        this with
        {
            Until = until,
            Ends = until is { } last ? ScheduledChange.StartOf(last.AddDays(1), timeZone) : null,
        };
}

public enum RoleEndCause
{
    Revoked,
    TermOver,
    LeftCompany,
    NotInGroup,
    DelegatorLostRole,
}

// Each event that changes the roles tells all of them, so that what is published needs no second look.
public abstract record RoleEvent(PersonId Person);

/// <param name="By">The person or account that assigned it.</param>
/// <param name="Roles">All roles of the person afterwards.</param>
public sealed record RoleAssigned(
    PersonId Person,
    RoleAssignment Assignment,
    Guid By,
    PersonalText Reason,
    IReadOnlyList<RoleAssignment> Roles,
    DateTimeOffset At
) : RoleEvent(Person);

/// <summary>The last day of a term was moved.</summary>
public sealed record RoleTermChanged(
    PersonId Person,
    RoleAssignment Assignment,
    Guid By,
    PersonalText Reason,
    IReadOnlyList<RoleAssignment> Roles,
    DateTimeOffset At
) : RoleEvent(Person);

/// <param name="By">Null where no person decided it.</param>
public sealed record RoleEnded(
    PersonId Person,
    AssignmentId Assignment,
    RoleEndCause Cause,
    Guid? By,
    PersonalText? Reason,
    IReadOnlyList<RoleAssignment> Roles,
    DateTimeOffset At
) : RoleEvent(Person);

/// <summary>A term will end soon, and ends unless it is changed.</summary>
public sealed record RoleTermEndAnnounced(PersonId Person, AssignmentId Assignment, DateOnly Until, DateTimeOffset At)
    : RoleEvent(Person);

/// <summary>The roles of a person beyond that of an employee.</summary>
public sealed record RoleHolder(PersonId Person, ImmutableList<RoleAssignment> Roles)
{
    /// <summary>The stream of a person's roles.</summary>
    public static Guid StreamOf(PersonId person) => DerivedId.From("role-holder", person.Value);

    public RoleAssignment? Find(AssignmentId id) => Roles.Find(r => r.Id == id);

    /// <exception cref="DomainException">There is no such role, or the membership of a group gives it.</exception>
    public static RoleAssignment RequireChangeable(RoleHolder? holder, AssignmentId id) =>
        holder?.Find(id) switch
        {
            null => throw new DomainException(DomainError.NotFound, "The person does not have such a role."),
            { Rule: not null } => throw new DomainException(
                DomainError.Conflict,
                "The person has this role as a member of a group. Change the members of the group, or the rule."
            ),
            { } known => known,
        };

    /// <exception cref="DomainException">It is not a role of the person's own, or cannot be changed.</exception>
    public static RoleAssignment RequireOwn(RoleHolder? holder, AssignmentId id) =>
        RequireChangeable(holder, id) is { OnBehalfOf: null } own
            ? own
            : throw new DomainException(
                DomainError.Conflict,
                "The role was delegated to the person: it can be revoked, and delegated anew."
            );

    public IReadOnlyList<RoleAssignment> Without(AssignmentId id) => Roles.RemoveAll(r => r.Id == id);

    /// <summary>Ends roles without a decision of a person. Each event tells the roles that are left after it.</summary>
    public RoleEnded[] End(Func<RoleAssignment, bool> isOver, RoleEndCause cause, DateTimeOffset now)
    {
        var left = Roles;
        return
        [
            .. Roles
                .Where(isOver)
                .Select(role => new RoleEnded(Person, role.Id, cause, null, null, left = left.Remove(role), now)),
        ];
    }

    public static RoleHolder Evolve(RoleHolder? holder, RoleEvent e) =>
        (holder, e) switch
        {
            (_, RoleAssigned a) => new(a.Person, [.. a.Roles]),
            ({ } h, RoleTermChanged c) => h with { Roles = [.. c.Roles] },
            ({ } h, RoleEnded r) => h with { Roles = [.. r.Roles] },
            ({ } h, RoleTermEndAnnounced) => h,
            _ => throw new UnreachableException($"{e} cannot follow {holder}"),
        };
}
