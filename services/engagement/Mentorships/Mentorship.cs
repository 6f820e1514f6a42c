using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>The id of the match from which the mentorship came.</summary>
public readonly record struct MentorshipId(Guid Value);

public enum Outcome
{
    Completed,
    EndedEarly,
    NeverStarted,

    /// <summary>Neutral: the program closed while the mentorship was open.</summary>
    ProgramEnded,

    /// <summary>Neutral: a member left the company; of a group, the mentor or the last mentee.</summary>
    PersonLeft,

    /// <summary>Neutral: a member became a line manager of another.</summary>
    ReportingLine,
}

/// <summary>Why a mentee left a group.</summary>
public enum LeaveCause
{
    /// <summary>The mentee chose so, or a coordinator did.</summary>
    Left,

    /// <summary>The mentee left the company.</summary>
    PersonLeft,

    /// <summary>Mentor and mentee became line manager and report.</summary>
    ReportingLine,
}

public abstract record MentorshipEvent;

public sealed record MentorshipStarted(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    RelationshipKind Kind,
    IReadOnlyList<Member> Members,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>
/// A member is on leave, of a group the mentor. It does not say who: the others learn only that the mentorship waits.
/// </summary>
public sealed record MentorshipPaused(MentorshipId Mentorship, DateTimeOffset At) : MentorshipEvent;

/// <summary>All members are here again, or the mentor of a group.</summary>
public sealed record MentorshipResumed(MentorshipId Mentorship, DateTimeOffset At) : MentorshipEvent;

/// <summary>A mentee left a group, which goes on with the others.</summary>
/// <param name="By">The mentee or a coordinator; null where neither chose so.</param>
/// <param name="Reason">In the words of <paramref name="By"/>.</param>
public sealed record MemberLeft(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    RelationshipKind Kind,
    Member Member,
    PersonId? By,
    LeaveCause Cause,
    PersonalText? Reason,
    DateTimeOffset At
) : MentorshipEvent;

/// <param name="By">Null when the service closed it.</param>
/// <param name="Members">Who was a member when it ended. The last mentee who leaves a group is one of them.</param>
public sealed record MentorshipClosed(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    RelationshipKind Kind,
    IReadOnlyList<Member> Members,
    PersonId? By,
    Outcome Outcome,
    PersonalText? Reason,
    int SessionsHeld,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>All that the members do together. Private notes have streams of their own.</summary>
/// <param name="Program">Null for two who connected without one.</param>
/// <param name="SiteCode">The site of the mentee; of peers or of a group, that of the first; of two who connected,
/// that of the one who asked.</param>
/// <param name="Members">Those who have not left.</param>
public sealed record Mentorship(
    MentorshipId Id,
    ProgramId? Program,
    string SiteCode,
    RelationshipKind Kind,
    IReadOnlyList<Member> Members,
    DateTimeOffset StartedAt
)
{
    public Agreement Agreement { get; init; } = Agreement.None;
    public ImmutableList<Goal> Goals { get; init; } = [];
    public ImmutableList<Session> Sessions { get; init; } = [];
    public ImmutableList<CheckIn> CheckIns { get; init; } = [];
    public ImmutableList<FeedbackEntry> Feedback { get; init; } = [];
    public ImmutableList<BadgeAwarded> Badges { get; init; } = [];
    public ImmutableList<MemberLeft> Departures { get; init; } = [];

    /// <summary>Null where the program had none at the start.</summary>
    public Roadmap? Roadmap { get; init; }

    public DateTimeOffset? PausedAt { get; init; }
    public MentorshipClosed? Closing { get; init; }

    public int SessionsHeld => Sessions.Count(s => s.MissedBy is []);

    public MemberRole? RoleOf(PersonId person) => Members.FirstOrDefault(m => m.Person == person)?.Role;

    /// <summary>Whether the person was a mentee of this group, and left it.</summary>
    public bool HasLeft(PersonId person) => Departures.Any(d => d.Member.Person == person);

    /// <summary>The members besides this one.</summary>
    public IEnumerable<PersonId> PartnersOf(PersonId person) =>
        Members.Select(m => m.Person).Where(other => other != person);

    /// <summary>
    /// The only way to close: sessions that have not begun are cancelled, then the mentorship closes.
    /// </summary>
    public MentorshipEvent[] Close(Outcome outcome, PersonId? by, PersonalText? reason, DateTimeOffset now) =>
        [
            .. Sessions
                .Where(s => s.IsUpcoming(now))
                .Select(s => new SessionCancelled(Id, s.Id, by, now, Program, SiteCode)),
            new MentorshipClosed(Id, Program, SiteCode, Kind, Members, by, outcome, reason, SessionsHeld, now),
        ];

    /// <summary>
    /// The only way to leave a group. An agreement that only this mentee had not accepted holds at once. With the last
    /// mentee the mentorship closes.
    /// </summary>
    /// <returns>Nothing for a person who is no mentee of a group.</returns>
    public MentorshipEvent[] Leave(
        PersonId person,
        LeaveCause cause,
        PersonId? by,
        PersonalText? reason,
        DateTimeOffset now
    )
    {
        if (Kind is not RelationshipKind.Group || RoleOf(person) is not MemberRole.Mentee)
            return [];
        var member = Members.First(m => m.Person == person);
        if (Members.Count(m => m.Role is MemberRole.Mentee) == 1)
            return Close(OutcomeOf(cause), by, reason, now);
        var left = new MemberLeft(Id, Program, SiteCode, Kind, member, by, cause, reason, now);
        var others = Evolve(this, left);
        return others.Agreement.Open is { } open && others.HaveAllAccepted(open)
            ? [left, new AgreementAccepted(Id, Program, SiteCode, open.Number, now)]
            : [left];
    }

    /// <summary>Whether all members have accepted a proposal. Its author has.</summary>
    public bool HaveAllAccepted(Proposal proposal) => !PartnersOf(proposal.By).Except(proposal.AcceptedBy).Any();

    private static Outcome OutcomeOf(LeaveCause cause) =>
        cause switch
        {
            LeaveCause.Left => Outcome.EndedEarly,
            LeaveCause.PersonLeft => Outcome.PersonLeft,
            LeaveCause.ReportingLine => Outcome.ReportingLine,
            _ => throw new UnreachableException($"{cause} is no cause."),
        };

    public static Mentorship Evolve(Mentorship? mentorship, MentorshipEvent e) =>
        (mentorship, e) switch
        {
            (null, MentorshipStarted s) => new(s.Mentorship, s.Program, s.SiteCode, s.Kind, s.Members, s.At),
            ({ } m, AgreementEvent a) => m with { Agreement = m.Agreement.Apply(a) },
            ({ } m, GoalEvent g) => m with { Goals = m.Goals.Apply(g) },
            ({ } m, SessionEvent s) => m with { Sessions = m.Sessions.Apply(s) },
            ({ } m, CheckInGiven c) => m with { CheckIns = m.CheckIns.Add(CheckIn.Of(c)) },
            ({ } m, FeedbackGiven f) => m with { Feedback = m.Feedback.Add(FeedbackEntry.Of(f)) },
            ({ } m, RoadmapEvent r) => m with { Roadmap = Roadmap.Evolve(m.Roadmap, r) },
            ({ } m, BadgeAwarded b) => m with { Badges = m.Badges.Add(b) },
            ({ } m, MentorshipPaused p) => m with { PausedAt = p.At },
            ({ } m, MentorshipResumed) => m with { PausedAt = null },
            ({ } m, MemberLeft l) => m with
            {
                Members = [.. m.Members.Where(member => member.Person != l.Member.Person)],
                Departures = m.Departures.Add(l),
            },
            ({ } m, MentorshipClosed c) => m with { Closing = c, PausedAt = null },
            _ => throw new UnreachableException($"{e} cannot follow {mentorship}."),
        };
}
