using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Sessions;

public readonly record struct SessionId(Guid Value);

/// <summary>When a session takes place.</summary>
/// <param name="StartsAt">The instant, with the offset of the zone.</param>
/// <param name="Zone">The IANA zone in which it was planned: its wall time is the one that counts.</param>
public sealed record Slot(DateTimeOffset StartsAt, string Zone, int Minutes)
{
    public DateTimeOffset EndsAt => StartsAt.AddMinutes(Minutes);

    public bool Overlaps(Slot other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;
}

public abstract record SessionEvent(SessionId Session) : MentorshipEvent;

/// <param name="Step">The step of the roadmap that it is for; null for none.</param>
public sealed record SessionPlanned(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    SessionId Session,
    PersonId By,
    DateTimeOffset StartsAt,
    string Zone,
    int Minutes,
    PersonalText? Topic,
    DateTimeOffset At,
    RoadmapStepId? Step = null
) : SessionEvent(Session);

public sealed record SessionRescheduled(
    MentorshipId Mentorship,
    SessionId Session,
    PersonId By,
    DateTimeOffset StartsAt,
    string Zone,
    int Minutes,
    DateTimeOffset At,
    ProgramId? Program,
    string SiteCode
) : SessionEvent(Session);

/// <param name="By">Null when the mentorship was closed by the service.</param>
public sealed record SessionCancelled(
    MentorshipId Mentorship,
    SessionId Session,
    PersonId? By,
    DateTimeOffset At,
    ProgramId? Program,
    string SiteCode
) : SessionEvent(Session);

/// <param name="MissedBy">The members who did not attend. Without any, the session was held.</param>
/// <param name="Attended">How many members attended.</param>
public sealed record AttendanceRecorded(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    SessionId Session,
    PersonId By,
    DateTimeOffset StartsAt,
    int Minutes,
    IReadOnlyList<PersonId> MissedBy,
    int Attended,
    DateTimeOffset At
) : SessionEvent(Session);

/// <summary>One meeting of the members.</summary>
/// <param name="Changes">How often it was moved or cancelled: the SEQUENCE of its invitation.</param>
/// <param name="ChangedAt">When it was last planned, moved or cancelled.</param>
/// <param name="MissedBy">The members who did not attend, in the order of the members; null until it is
/// recorded.</param>
/// <param name="Step">The step of the roadmap that it is for; null for none.</param>
public sealed record Session(
    SessionId Id,
    PersonId PlannedBy,
    Slot Slot,
    PersonalText? Topic,
    DateTimeOffset ChangedAt,
    int Changes = 0,
    bool Cancelled = false,
    IReadOnlyList<PersonId>? MissedBy = null,
    RoadmapStepId? Step = null
)
{
    /// <summary>Whether it still counts on the members' time.</summary>
    public bool IsPlanned => !Cancelled && MissedBy is null;

    public bool IsUpcoming(DateTimeOffset now) => IsPlanned && Slot.StartsAt > now;

    public Session Apply(SessionEvent e) =>
        e switch
        {
            SessionRescheduled r => this with
            {
                Slot = new(r.StartsAt, r.Zone, r.Minutes),
                Changes = Changes + 1,
                ChangedAt = r.At,
            },
            SessionCancelled c => this with { Cancelled = true, Changes = Changes + 1, ChangedAt = c.At },
            AttendanceRecorded a => this with { MissedBy = a.MissedBy },
            _ => throw new UnreachableException($"{e} cannot follow {this}."),
        };
}

public static class SessionList
{
    public static ImmutableList<Session> Apply(this ImmutableList<Session> sessions, SessionEvent e) =>
        e is SessionPlanned p
            ? sessions.Add(new(p.Session, p.By, new(p.StartsAt, p.Zone, p.Minutes), p.Topic, p.At, Step: p.Step))
            : [.. sessions.Select(s => s.Id == e.Session ? s.Apply(e) : s)];

    /// <exception cref="DomainException">The mentorship has no such session.</exception>
    public static Session Find(this ImmutableList<Session> sessions, SessionId id) =>
        sessions.Find(s => s.Id == id)
        ?? throw new DomainException(DomainError.NotFound, "The mentorship has no such session.");

    /// <exception cref="DomainException">Another session of the mentorship takes place at that time.</exception>
    public static void RequireFree(this IEnumerable<Session> sessions, Slot slot)
    {
        if (sessions.Any(s => s.IsPlanned && s.Slot.Overlaps(slot)))
            throw new DomainException(
                DomainError.Conflict,
                $"Another session of yours is planned at {slot.StartsAt:yyyy-MM-dd HH:mm} ({slot.Zone})."
            )
            {
                Code = "session-overlap",
            };
    }
}
