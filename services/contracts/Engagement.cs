namespace PeerNetwork.Contracts.Engagement;

/// <summary>A confirmed match became a mentorship.</summary>
/// <param name="Mentorship">Stream of the mentorship; the same id as the match.</param>
/// <param name="Kind"><c>oneToOne</c>, <c>reciprocal</c> or <c>group</c>, as of the match.</param>
/// <param name="SiteCode">The site of the mentee; of peers or of a group, that of the first.</param>
public sealed record MentorshipStarted(
    Guid Mentorship,
    long Version,
    Guid Program,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    DateTimeOffset At
);

/// <summary>A mentee left a group, which goes on without them.</summary>
/// <param name="Reason"><c>left</c>: the mentee chose so. <c>personLeft</c>: the company, or the program.
/// <c>reportingLine</c>: mentor and mentee became manager and report.</param>
public sealed record MemberLeft(
    Guid Mentorship,
    long Version,
    Guid Program,
    string Kind,
    Member Member,
    string SiteCode,
    string Reason,
    DateTimeOffset At
);

/// <summary>All members accepted the mentoring agreement.</summary>
public sealed record AgreementAccepted(Guid Mentorship, long Version, Guid Program, string SiteCode, DateTimeOffset At);

/// <summary>The members set a goal.</summary>
/// <param name="Goal">Id of the goal within the mentorship.</param>
/// <param name="Due">The day by which it is to be reached.</param>
public sealed record GoalSet(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Goal,
    DateOnly Due,
    DateTimeOffset At
);

/// <summary>The members reached a goal.</summary>
/// <param name="OnTime">Whether that was on or before the due day.</param>
public sealed record GoalReached(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Goal,
    bool OnTime,
    DateTimeOffset At
);

/// <summary>The members gave a goal up.</summary>
/// <param name="Goal">Id of the goal within the mentorship.</param>
public sealed record GoalDropped(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Goal,
    DateTimeOffset At
);

/// <summary>A session was planned.</summary>
/// <param name="Session">Id of the session within the mentorship.</param>
/// <param name="StartsAt">The instant at which it starts.</param>
public sealed record SessionPlanned(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Session,
    DateTimeOffset StartsAt,
    int Minutes,
    DateTimeOffset At
);

/// <summary>A planned session was moved to another time.</summary>
/// <param name="StartsAt">The instant at which it starts now.</param>
/// <param name="Minutes">How long it takes now.</param>
public sealed record SessionRescheduled(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Session,
    DateTimeOffset StartsAt,
    int Minutes,
    DateTimeOffset At
);

/// <summary>A planned session was cancelled: by a member, or because the mentorship closed.</summary>
public sealed record SessionCancelled(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Session,
    DateTimeOffset At
);

/// <summary>All members attended a session.</summary>
/// <param name="StartsAt">The instant for which it was planned.</param>
/// <param name="Attended">How many members attended.</param>
public sealed record SessionHeld(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Session,
    DateTimeOffset StartsAt,
    int Minutes,
    int Attended,
    DateTimeOffset At
);

/// <summary>At least one member did not attend a planned session.</summary>
/// <param name="StartsAt">The instant for which it was planned.</param>
/// <param name="Attended">How many members attended.</param>
public sealed record SessionMissed(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Session,
    DateTimeOffset StartsAt,
    int Minutes,
    int Attended,
    DateTimeOffset At
);

/// <summary>A member checked in; its text is not published.</summary>
/// <param name="Person">Who gave it.</param>
/// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>peer</c>.</param>
public sealed record CheckInGiven(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Person,
    string Role,
    string Status,
    DateTimeOffset At
);

/// <summary>A member gave feedback on a session or at the close; its text is not published.</summary>
/// <param name="Person">Who gave it.</param>
/// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>peer</c>.</param>
/// <param name="Score">Satisfaction, 1 to 5.</param>
/// <param name="Session">The session it is about; null for the mentorship as a whole.</param>
public sealed record FeedbackGiven(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Person,
    string Role,
    int Score,
    Guid? Session,
    DateTimeOffset At
);

/// <summary>A person earned a milestone badge.</summary>
public sealed record BadgeAwarded(
    Guid Mentorship,
    long Version,
    Guid Program,
    string SiteCode,
    Guid Person,
    string Badge,
    DateTimeOffset At
);

/// <summary>A mentorship ended, and the capacity of its mentors is free again.</summary>
/// <param name="Outcome">Chosen by a person: <c>completed</c>, <c>endedEarly</c> or <c>neverStarted</c>. Neutral, set
/// by the service: <c>programEnded</c>, <c>personLeft</c> or <c>reportingLine</c>. More outcomes may follow; a consumer
/// treats an unknown one as closed.</param>
/// <param name="Members">Who was a member when it ended.</param>
/// <param name="SessionsHeld">How many sessions all attended.</param>
public sealed record MentorshipClosed(
    Guid Mentorship,
    long Version,
    Guid Program,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    string Outcome,
    int SessionsHeld,
    DateTimeOffset At
);

/// <summary>
/// The relationship of two peers who had connected by themselves ended, and the time of both is free again. It belongs
/// to no program, and nothing else of it is published.
/// </summary>
/// <param name="Connection">Stream of the relationship; the same id as the request in matching.</param>
/// <param name="Outcome">As of <see cref="MentorshipClosed"/>.</param>
public sealed record ConnectionClosed(
    Guid Connection,
    long Version,
    IReadOnlyList<Member> Members,
    string Outcome,
    DateTimeOffset At
);
