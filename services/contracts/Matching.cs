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
/// <param name="Kind"><c>oneToOne</c> or <c>reciprocal</c>.</param>
/// <param name="SiteCode">The site of the mentee; of peers, that of the first.</param>
/// <param name="Score">0 to 1,000,000.</param>
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

/// <summary>All members accepted: a mentorship may begin.</summary>
/// <param name="WaitingSince">Since when the mentee, or the first of the peers, was waiting for a match.</param>
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
/// left, a member left, or became a line manager of another.
/// </summary>
/// <param name="Reason"><c>declinedByMentor</c>, <c>declinedByMentee</c>, <c>declinedByPeer</c>, <c>mentorFull</c>,
/// <c>mentorHoursUsed</c>, <c>notAnswered</c>, <c>reportingLine</c> or <c>withdrawn</c>.</param>
public sealed record MatchDeclined(
    Guid Match,
    long Version,
    Guid Program,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    string Reason,
    DateTimeOffset At
);

/// <summary>A confirmed match broke a rule afterwards: its mentorship ends.</summary>
/// <param name="Reason"><c>reportingLine</c>: a member became a line manager of another.</param>
public sealed record MatchInvalidated(
    Guid Match,
    long Version,
    Guid Program,
    string Kind,
    IReadOnlyList<Member> Members,
    string SiteCode,
    string Reason,
    DateTimeOffset At
);
