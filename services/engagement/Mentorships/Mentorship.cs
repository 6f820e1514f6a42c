using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>The id of the match from which the mentorship came.</summary>
public readonly record struct MentorshipId(Guid Value);

public enum MemberRole
{
    Mentor,
    Mentee,
}

public enum Outcome
{
    Completed,
    EndedEarly,
    NeverStarted,

    /// <summary>Neutral: the program closed while the mentorship was open.</summary>
    ProgramEnded,

    /// <summary>Neutral: the mentor or the mentee left the company.</summary>
    PersonLeft,

    /// <summary>Neutral: one of the two became a line manager of the other.</summary>
    ReportingLine,
}

public abstract record MentorshipEvent;

public sealed record MentorshipStarted(
    MentorshipId Mentorship,
    ProgramId Program,
    string SiteCode,
    PersonId Mentor,
    PersonId Mentee,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>
/// One of the two is on leave. It does not say which one: the partner learns only that the mentorship waits.
/// </summary>
public sealed record MentorshipPaused(MentorshipId Mentorship, DateTimeOffset At) : MentorshipEvent;

/// <summary>Both are here again.</summary>
public sealed record MentorshipResumed(MentorshipId Mentorship, DateTimeOffset At) : MentorshipEvent;

/// <param name="By">Null when the service closed it.</param>
public sealed record MentorshipClosed(
    MentorshipId Mentorship,
    ProgramId Program,
    string SiteCode,
    PersonId Mentor,
    PersonId Mentee,
    PersonId? By,
    Outcome Outcome,
    PersonalText? Reason,
    int SessionsHeld,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>All that two people do together in a program. Private notes have streams of their own.</summary>
/// <param name="SiteCode">The site of the mentee.</param>
public sealed record Mentorship(
    MentorshipId Id,
    ProgramId Program,
    string SiteCode,
    PersonId Mentor,
    PersonId Mentee,
    DateTimeOffset StartedAt
)
{
    public Agreement Agreement { get; init; } = Agreement.None;
    public ImmutableList<Goal> Goals { get; init; } = [];
    public ImmutableList<Session> Sessions { get; init; } = [];
    public ImmutableList<CheckIn> CheckIns { get; init; } = [];
    public ImmutableList<FeedbackEntry> Feedback { get; init; } = [];
    public ImmutableList<BadgeAwarded> Badges { get; init; } = [];
    public DateTimeOffset? PausedAt { get; init; }
    public MentorshipClosed? Closing { get; init; }

    public int SessionsHeld => Sessions.Count(s => s.Attendance is Attendance.Held);

    public MemberRole? RoleOf(PersonId person) =>
        person == Mentor ? MemberRole.Mentor
        : person == Mentee ? MemberRole.Mentee
        : null;

    /// <summary>
    /// The only way to close: sessions that have not begun are cancelled, then the mentorship closes.
    /// </summary>
    public MentorshipEvent[] Close(Outcome outcome, PersonId? by, PersonalText? reason, DateTimeOffset now) =>
        [
            .. Sessions
                .Where(s => s.IsUpcoming(now))
                .Select(s => new SessionCancelled(Id, s.Id, by, now, Program, SiteCode)),
            new MentorshipClosed(Id, Program, SiteCode, Mentor, Mentee, by, outcome, reason, SessionsHeld, now),
        ];

    public static Mentorship Evolve(Mentorship? mentorship, MentorshipEvent e) =>
        (mentorship, e) switch
        {
            (null, MentorshipStarted s) => new(s.Mentorship, s.Program, s.SiteCode, s.Mentor, s.Mentee, s.At),
            ({ } m, AgreementEvent a) => m with { Agreement = m.Agreement.Apply(a) },
            ({ } m, GoalEvent g) => m with { Goals = m.Goals.Apply(g) },
            ({ } m, SessionEvent s) => m with { Sessions = m.Sessions.Apply(s) },
            ({ } m, CheckInGiven c) => m with { CheckIns = m.CheckIns.Add(CheckIn.Of(c)) },
            ({ } m, FeedbackGiven f) => m with { Feedback = m.Feedback.Add(FeedbackEntry.Of(f)) },
            ({ } m, BadgeAwarded b) => m with { Badges = m.Badges.Add(b) },
            ({ } m, MentorshipPaused p) => m with { PausedAt = p.At },
            ({ } m, MentorshipResumed) => m with { PausedAt = null },
            ({ } m, MentorshipClosed c) => m with { Closing = c, PausedAt = null },
            _ => throw new UnreachableException($"{e} cannot follow {mentorship}."),
        };
}
