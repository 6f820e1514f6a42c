using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.Analytics.Dashboard;

public enum TargetState
{
    /// <summary>The value is as good as the target, or better.</summary>
    Reached,

    /// <summary>It is not, and there is time left.</summary>
    Open,

    /// <summary>It is not, and the day is over.</summary>
    Missed,

    /// <summary>The value is suppressed, or there is none yet.</summary>
    Unknown,
}

/// <summary>A target beside what was reached until now.</summary>
/// <param name="Metric">As a program names it.</param>
/// <param name="Baseline">What it was before the program; null where it was not measured.</param>
/// <param name="Value">What it is to become.</param>
/// <param name="Due">The day by which it is to be reached; null for no day.</param>
/// <param name="Current">What it is, over all time.</param>
public sealed record TargetProgress(
    string Metric,
    decimal? Baseline,
    decimal Value,
    DateOnly? Due,
    Metric Current,
    TargetState State
)
{
    /// <returns>Null for a metric that this version does not know.</returns>
    public static TargetProgress? Of(TargetRecorded target, DashboardMetrics metrics, DateOnly today) =>
        CurrentOf(target.Metric, metrics) is { } current
            ? new(
                target.Metric,
                target.Baseline,
                target.Value,
                target.Due,
                current,
                StateOf(target, current.Value, today)
            )
            : null;

    private static TargetState StateOf(TargetRecorded target, decimal? current, DateOnly today) =>
        current switch
        {
            null => TargetState.Unknown,
            { } value when IsReached(target, value) => TargetState.Reached,
            _ when target.Due < today => TargetState.Missed,
            _ => TargetState.Open,
        };

    /// <summary>Of days, less is better.</summary>
    private static bool IsReached(TargetRecorded target, decimal current) =>
        target.Metric is "medianDaysToMatch" ? current <= target.Value : current >= target.Value;

    private static Metric? CurrentOf(string metric, DashboardMetrics m) =>
        metric switch
        {
            "participationRate" => m.Participation.Rate,
            "matchRate" => m.Matching.Rate,
            "medianDaysToMatch" => m.Matching.MedianDays,
            "successfulMentorships" => m.Mentorships.Successful,
            "sessionsHeld" => m.Sessions.Held,
            "attendance" => m.Sessions.Attendance,
            "goalAttainment" => m.Goals.Attainment,
            "goalAttainmentOnTime" => m.Goals.AttainmentOnTime,
            "mentorSatisfaction" => m.Satisfaction.Mentors.Mean,
            "menteeSatisfaction" => m.Satisfaction.Mentees.Mean,
            _ => null,
        };
}
