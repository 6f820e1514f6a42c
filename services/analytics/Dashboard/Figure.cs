namespace PeerNetwork.Analytics.Dashboard;

/// <summary>
/// A number that is shown, or is not because it is about fewer than five people or would give such a number away.
/// </summary>
/// <param name="Value">Null where it is suppressed, and where there is nothing to take a share, mean or median
/// of.</param>
public sealed record Figure(decimal? Value, bool Suppressed)
{
    public static readonly Figure Hidden = new(null, true),
        None = new(null, false);

    public static implicit operator Figure(decimal value) => new(Math.Round(value, 4), false);
}

/// <param name="Applied">Applications.</param>
/// <param name="Approved">Applications that a coordinator approved.</param>
/// <param name="Ready">Approved applicants who completed training and accepted the guidelines, and so may be
/// matched.</param>
/// <param name="Withdrawn">Applications withdrawn, before or after approval.</param>
/// <param name="Active">People who began a mentorship, met, checked in or gave feedback.</param>
/// <param name="Rate">People approved, as a share of all who work at the sites of the program today.</param>
public sealed record ParticipationFigures(
    Figure Applied,
    Figure Approved,
    Figure Ready,
    Figure Refused,
    Figure Withdrawn,
    Figure Active,
    Figure Rate
);

/// <param name="Mentees">Applicants who became ready as mentee or as both.</param>
/// <param name="Matched">Those of them that a confirmed match answered.</param>
/// <param name="Rate">Matched as a share of mentees.</param>
/// <param name="Confirmed">Confirmed matches.</param>
/// <param name="MedianDays">Days from ready to be matched to confirmed.</param>
/// <param name="NinetiethPercentileDays">Nine in ten waited no longer.</param>
public sealed record MatchFigures(
    Figure Mentees,
    Figure Matched,
    Figure Rate,
    Figure Confirmed,
    Figure MedianDays,
    Figure NinetiethPercentileDays
);

/// <param name="Started">All that began, whatever became of them.</param>
/// <param name="Successful"> Mentorships that were completed, or that reached their third session and are still open or
/// had a neutral end (the program closed, a person left). One that was ended early is not successful.
/// </param>
public sealed record MentorshipFigures(
    Figure Started,
    Figure Completed,
    Figure EndedEarly,
    Figure Successful,
    Figure CheckIns
);

/// <param name="Planned">Sessions planned, those that were cancelled later too.</param>
/// <param name="Held">Sessions that both attended.</param>
/// <param name="Missed">Sessions to which at least one did not come.</param>
/// <param name="Attendance">How many of those expected were there, as a share.</param>
public sealed record SessionFigures(Figure Planned, Figure Held, Figure Missed, Figure Attendance);

/// <param name="Attainment">Reached as a share of set.</param>
/// <param name="AttainmentOnTime">Reached on time as a share of set.</param>
public sealed record GoalFigures(Figure Set, Figure Reached, Figure OnTime, Figure Attainment, Figure AttainmentOnTime);

/// <param name="Mean">Of the scores 1 to 5.</param>
/// <param name="Count">How many scores it is the mean of.</param>
public sealed record Scores(Figure Mean, Figure Count);

public sealed record SatisfactionFigures(Scores Mentors, Scores Mentees);

/// <summary>What a program achieved, at one site or all, in one week or all.</summary>
public sealed record AllFigures(
    ParticipationFigures Participation,
    MatchFigures Matching,
    MentorshipFigures Mentorships,
    SessionFigures Sessions,
    GoalFigures Goals,
    SatisfactionFigures Satisfaction
);
