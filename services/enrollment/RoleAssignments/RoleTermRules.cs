using JasperFx.Events;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>A role ends with its term.</summary>
public sealed class RoleTermEndRule() : DeadlineRule("role_term_end")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            RoleAssigned { Assignment: var a } => [new(a.Id.Value, e.StreamId, a.Ends)],
            RoleTermChanged { Assignment: var a } => [new(a.Id.Value, e.StreamId, a.Ends)],
            RoleEnded r => [new(r.Assignment.Value, e.StreamId, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var holder = await writes.Fetch<RoleHolder, RoleEvent>(deadline.Stream, RoleHolder.Evolve);
        writes.Append<RoleHolder, RoleEvent>(deadline.Stream, EndRoleTerm.Decide(holder, new(deadline.Id), now));
    }
}

/// <summary>
/// The end of a term is announced a month before, so that the role can be renewed or passed on in time. A term that is
/// shorter than that is not announced.
/// </summary>
public sealed class RoleTermReminderRule() : DeadlineRule("role_term_reminder")
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            RoleAssigned { Assignment: var a, At: var at } => [Remind(a, e.StreamId, at)],
            RoleTermChanged { Assignment: var a, At: var at } => [Remind(a, e.StreamId, at)],
            RoleTermEndAnnounced r => [new(IdOf(r.Assignment), e.StreamId, null)],
            RoleEnded r => [new(IdOf(r.Assignment), e.StreamId, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var holder = await writes.Fetch<RoleHolder, RoleEvent>(deadline.Stream, RoleHolder.Evolve);
        if (holder?.Roles.Find(r => IdOf(r.Id) == deadline.Id) is { Until: { } until } role)
            writes.Append<RoleHolder, RoleEvent>(
                deadline.Stream,
                new RoleTermEndAnnounced(holder.Person, role.Id, until, now)
            );
    }

    private static DeadlineChange Remind(RoleAssignment role, Guid stream, DateTimeOffset now)
    {
        var due = role.Ends - Notice;
        return new(IdOf(role.Id), stream, due > now && due > role.Starts ? due : null);
    }

    private static Guid IdOf(AssignmentId id) => DerivedId.From("role-term-reminder", id.Value);
}
