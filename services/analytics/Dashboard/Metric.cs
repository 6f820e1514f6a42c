namespace PeerNetwork.Analytics.Dashboard;

/// <summary>
/// A value that is shown, or suppressed because it is about fewer than five people or would disclose such a value.
/// </summary>
/// <param name="Value">Null where it is suppressed, and where there is nothing to take a share, mean or median
/// of.</param>
public sealed record Metric(decimal? Value, bool Suppressed)
{
    public static readonly Metric SuppressedValue = new(null, true),
        NoValue = new(null, false);

    public static implicit operator Metric(decimal value) => new(Math.Round(value, 4), false);
}

/// <param name="Applied">Applications.</param>
/// <param name="Approved">Applications that a coordinator approved.</param>
/// <param name="Ready">Approved applicants who completed training and accepted the guidelines, each counted when they
/// did so for the first time; training that lapsed later changes no figure.</param>
/// <param name="Withdrawn">Applications withdrawn, before or after approval.</param>
/// <param name="Active">People who began a mentorship, met, checked in or gave feedback.</param>
/// <param name="Rate">People approved, as a share of all who work at the sites of the program today.</param>
public sealed record ParticipationMetrics(
    Metric Applied,
    Metric Approved,
    Metric Ready,
    Metric Rejected,
    Metric Withdrawn,
    Metric Active,
    Metric Rate
);

/// <param name="Mentees">Applicants who became ready as mentee or as both.</param>
/// <param name="Matched">Those of them that a confirmed match answered.</param>
/// <param name="Rate">Matched as a share of mentees.</param>
/// <param name="Confirmed">Confirmed matches.</param>
/// <param name="MedianDays">Days from ready to be matched, for the first time, to confirmed.</param>
/// <param name="NinetiethPercentileDays">Nine in ten waited no longer.</param>
public sealed record MatchingMetrics(
    Metric Mentees,
    Metric Matched,
    Metric Rate,
    Metric Confirmed,
    Metric MedianDays,
    Metric NinetiethPercentileDays
);

/// <param name="Started">All that began, whatever became of them.</param>
/// <param name="Successful"> Mentorships that were completed, or that reached their third session and are still open or
/// had a neutral end (the program closed, a person left). One that was ended early is not successful.
/// </param>
public sealed record MentorshipMetrics(
    Metric Started,
    Metric Completed,
    Metric EndedEarly,
    Metric Successful,
    Metric CheckIns
);

/// <param name="Planned">Sessions planned, those that were cancelled later too.</param>
/// <param name="Held">Sessions that all members attended.</param>
/// <param name="Missed">Sessions that at least one member did not attend.</param>
/// <param name="Attendance">How many of those expected were there, as a share.</param>
public sealed record SessionMetrics(Metric Planned, Metric Held, Metric Missed, Metric Attendance);

/// <param name="Attainment">Reached as a share of set.</param>
/// <param name="AttainmentOnTime">Reached on time as a share of set.</param>
public sealed record GoalMetrics(Metric Set, Metric Reached, Metric OnTime, Metric Attainment, Metric AttainmentOnTime);

/// <param name="Mean">Of the scores 1 to 5.</param>
/// <param name="Count">How many scores it is the mean of.</param>
public sealed record ScoreMetrics(Metric Mean, Metric Count);

/// <param name="Mentors">Scores that mentors gave, and peers.</param>
/// <param name="Mentees">Scores that mentees gave, and peers.</param>
public sealed record SatisfactionMetrics(ScoreMetrics Mentors, ScoreMetrics Mentees);

/// <summary>What a program achieved, at one site or all, in one week or all.</summary>
public sealed record DashboardMetrics(
    ParticipationMetrics Participation,
    MatchingMetrics Matching,
    MentorshipMetrics Mentorships,
    SessionMetrics Sessions,
    GoalMetrics Goals,
    SatisfactionMetrics Satisfaction
);
