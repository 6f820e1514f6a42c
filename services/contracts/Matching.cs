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

/// <summary>A pair was proposed to both sides.</summary>
/// <param name="Match">Stream of the match.</param>
/// <param name="SiteCode">The site of the mentee.</param>
/// <param name="Score">0 to 1,000,000.</param>
/// <param name="AnswerUntil">Unless both have accepted before, the proposal is declined then.</param>
public sealed record MatchProposed(
    Guid Match,
    long Version,
    Guid Program,
    Guid Run,
    Guid Mentor,
    Guid Mentee,
    string SiteCode,
    int Score,
    DateTimeOffset AnswerUntil,
    DateTimeOffset At
);

/// <summary>Both sides accepted: a mentorship may begin.</summary>
/// <param name="MenteeReadyAt">Since when the mentee was waiting for a match.</param>
public sealed record MatchConfirmed(
    Guid Match,
    long Version,
    Guid Program,
    Guid Mentor,
    Guid Mentee,
    string SiteCode,
    DateTimeOffset MenteeReadyAt,
    DateTimeOffset At
);

/// <summary>
/// One side declined or did not answer in time, or the match became impossible: the mentor has no capacity or hours
/// left, one of the two left, or became a line manager of the other.
/// </summary>
/// <param name="Reason"><c>declinedByMentor</c>, <c>declinedByMentee</c>, <c>mentorFull</c>, <c>mentorHoursUsed</c>,
/// <c>notAnswered</c>, <c>reportingLine</c> or <c>withdrawn</c>.</param>
public sealed record MatchDeclined(
    Guid Match,
    long Version,
    Guid Program,
    Guid Mentor,
    Guid Mentee,
    string SiteCode,
    string Reason,
    DateTimeOffset At
);

/// <summary>A confirmed match broke a rule afterwards: its mentorship ends.</summary>
/// <param name="Reason"><c>reportingLine</c>: one of the two became a line manager of the other.</param>
public sealed record MatchInvalidated(
    Guid Match,
    long Version,
    Guid Program,
    Guid Mentor,
    Guid Mentee,
    string SiteCode,
    string Reason,
    DateTimeOffset At
);
