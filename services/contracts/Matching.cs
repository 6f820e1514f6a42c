namespace PeerNetwork.Contracts.Matching;

/// <summary>The proposals of a matching run were published to the people concerned.</summary>
/// <param name="Run">Stream of the run.</param>
/// <param name="Mentees">How many mentees took part in the run.</param>
/// <param name="Matched">How many of them got a proposal.</param>
/// <param name="TotalScore">Sum of the pairs' integer scores.</param>
public sealed record RunPublished(
    Guid Run,
    long Version,
    Guid Program,
    int Mentees,
    int Matched,
    long TotalScore,
    DateTimeOffset At
);

/// <summary>A relationship was proposed to its members.</summary>
/// <param name="Match">Stream of the match.</param>
/// <param name="Kind"><c>oneToOne</c>, <c>reciprocal</c>, or <c>group</c>: one mentor and several mentees.</param>
/// <param name="SiteCode">The site of the mentee; of peers or of a group, that of the first.</param>
/// <param name="Score">0 to 1,000,000; of a group, the mean of its mentees.</param>
/// <param name="AnswerUntil">Unless all have accepted before, the proposal is declined then.</param>
public sealed record MatchProposed(
    Guid Match,
    long Version,
    Guid Program,
    Guid Run,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    int Score,
    DateTimeOffset AnswerUntil,
    DateTimeOffset At
);

/// <summary>
/// A member accepted a proposal that waits for others, or a mentee is not in the proposed group any more while the
/// others are: nothing is asked of this member now.
/// </summary>
/// <param name="Answer"><c>accepted</c>, or why the mentee is not in the group, as in
/// <see cref="MatchDeclined"/>.</param>
public sealed record MatchAnswered(Guid Match, long Version, Guid Person, string Answer, DateTimeOffset At);

/// <summary>All members accepted: a mentorship may begin.</summary>
/// <param name="Members">Of a group, those who are left: one who did not accept is not among them.</param>
/// <param name="WaitingSince">Since when the mentee, or the first of the peers or of the group, was waiting for a
/// match.</param>
public sealed record MatchConfirmed(
    Guid Match,
    long Version,
    Guid Program,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    DateTimeOffset WaitingSince,
    DateTimeOffset At
);

/// <summary>
/// A member declined or did not answer in time, or the match became impossible: a mentor has no capacity or hours
/// left, a member left, or became a line manager of another. A group goes on without a mentee as long as it has
/// enough others.
/// </summary>
/// <param name="Reason"><c>declinedByMentor</c>, <c>declinedByMentee</c>, <c>declinedByPeer</c>, <c>mentorFull</c>,
/// <c>mentorHoursUsed</c>, <c>notAnswered</c>, <c>reportingLine</c> or <c>withdrawn</c>; of a group, why the last
/// mentee left whom it needed.</param>
/// <param name="By">Whose answer, missing answer or lack of a place it is; of a reporting line, its two ends.</param>
public sealed record MatchDeclined(
    Guid Match,
    long Version,
    Guid Program,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    string Reason,
    IReadOnlyList<Guid> By,
    DateTimeOffset At
);

/// <summary>
/// A confirmed match broke a rule afterwards: its mentorship ends, or a mentee of a group leaves it.
/// </summary>
/// <param name="Reason"><c>reportingLine</c>: a member became a line manager of another.</param>
/// <param name="Leaving">The mentee who leaves a group; null where the mentorship ends.</param>
public sealed record MatchInvalidated(
    Guid Match,
    long Version,
    Guid Program,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    string Reason,
    DateTimeOffset At,
    Guid? Leaving = null
);

/// <summary>A person asked another one to connect, without a program. What they wrote is not published.</summary>
/// <param name="Connection">Stream of the request.</param>
/// <param name="From">Who asks.</param>
/// <param name="To">Who is asked.</param>
/// <param name="AnswerUntil">Unless it is answered before, the request expires then.</param>
public sealed record ConnectionRequested(
    Guid Connection,
    long Version,
    Guid From,
    Guid To,
    DateTimeOffset AnswerUntil,
    DateTimeOffset At
);

/// <summary>A request to connect ended without a connection: nothing is asked of the other person any more.</summary>
/// <param name="Reason"><c>declined</c>, <c>withdrawn</c>, <c>expired</c>, or <c>notPossible</c>: one of the two left,
/// is on leave, or became a line manager of the other.</param>
public sealed record ConnectionRequestEnded(
    Guid Connection,
    long Version,
    Guid From,
    Guid To,
    string Reason,
    DateTimeOffset At
);

/// <summary>The other person accepted: the relationship of the two peers may begin.</summary>
/// <param name="SiteCode">The site of the person who asked.</param>
public sealed record ConnectionAccepted(
    Guid Connection,
    long Version,
    Guid From,
    Guid To,
    string SiteCode,
    DateTimeOffset At
);

/// <summary>A connection broke a rule afterwards: its relationship ends.</summary>
/// <param name="Reason"><c>reportingLine</c>: one became a line manager of the other.</param>
public sealed record ConnectionInvalidated(
    Guid Connection,
    long Version,
    Guid From,
    Guid To,
    string SiteCode,
    string Reason,
    DateTimeOffset At
);
