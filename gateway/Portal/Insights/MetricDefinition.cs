using System.Collections.Immutable;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Insights;

/// <summary>How the values of a metric are written.</summary>
public enum MetricUnit
{
    Count,
    Share,
    Days,

    /// <summary>From 1 to 5.</summary>
    Score,
}

/// <summary>A metric of the dashboard.</summary>
/// <param name="Key">Its name in addresses and in the keys of words.</param>
/// <param name="ValueIn">Reads it from an answer of the API.</param>
/// <param name="Sample">The metric that says of how many this one is a share, a mean or a median; null for a
/// number.</param>
public sealed record MetricDefinition(
    string Key,
    MetricUnit Unit,
    Func<DashboardMetrics, Metric> ValueIn,
    MetricDefinition? Sample = null
)
{
    private static readonly MetricDefinition Approved = Count("Approved", m => m.Participation.Approved),
        Mentees = Count("Mentees", m => m.Matching.Mentees),
        Confirmed = Count("Confirmed", m => m.Matching.Confirmed),
        Held = Count("Held", m => m.Sessions.Held) with { Target = "sessionsHeld" },
        GoalsSet = Count("GoalsSet", m => m.Goals.Set),
        MentorScores = Count("MentorScores", m => m.Satisfaction.Mentors.Count),
        MenteeScores = Count("MenteeScores", m => m.Satisfaction.Mentees.Count),
        Participation =
            Share("Participation", m => m.Participation.Rate, Approved) with
            {
                Target = "participationRate",
            },
        Matched = Share("Matched", m => m.Matching.Rate, Mentees) with { Target = "matchRate" },
        MenteeSatisfaction =
            new("MenteeSatisfaction", MetricUnit.Score, m => m.Satisfaction.Mentees.Mean, MenteeScores)
            {
                Target = "menteeSatisfaction",
            };

    /// <summary>As the targets of a program name it; null for a metric without targets.</summary>
    public string? Target { get; init; }

    /// <summary>What the dashboard shows first.</summary>
    public static readonly ImmutableArray<MetricDefinition> Headlines = [Participation, Matched, MenteeSatisfaction];

    public static readonly ImmutableArray<MetricDefinition> All =
    [
        Participation,
        Count("Applied", m => m.Participation.Applied),
        Approved,
        Count("Ready", m => m.Participation.Ready),
        Count("Rejected", m => m.Participation.Rejected),
        Count("Withdrawn", m => m.Participation.Withdrawn),
        Count("Active", m => m.Participation.Active),
        Matched,
        Mentees,
        Confirmed,
        new("MedianWait", MetricUnit.Days, m => m.Matching.MedianDays, Confirmed) { Target = "medianDaysToMatch" },
        new("LongWait", MetricUnit.Days, m => m.Matching.NinetiethPercentileDays, Confirmed),
        Count("Started", m => m.Mentorships.Started),
        Count("Completed", m => m.Mentorships.Completed),
        Count("EndedEarly", m => m.Mentorships.EndedEarly),
        Count("Successful", m => m.Mentorships.Successful) with
        {
            Target = "successfulMentorships",
        },
        Count("CheckIns", m => m.Mentorships.CheckIns),
        Count("Planned", m => m.Sessions.Planned),
        Held,
        Count("Missed", m => m.Sessions.Missed),
        Share("Attendance", m => m.Sessions.Attendance, Held) with
        {
            Target = "attendance",
        },
        GoalsSet,
        Count("Reached", m => m.Goals.Reached),
        Share("Attainment", m => m.Goals.Attainment, GoalsSet) with
        {
            Target = "goalAttainment",
        },
        Share("AttainmentOnTime", m => m.Goals.AttainmentOnTime, GoalsSet) with
        {
            Target = "goalAttainmentOnTime",
        },
        new("MentorSatisfaction", MetricUnit.Score, m => m.Satisfaction.Mentors.Mean, MentorScores)
        {
            Target = "mentorSatisfaction",
        },
        MentorScores,
        MenteeSatisfaction,
        MenteeScores,
    ];

    /// <summary>The metric that a target names.</summary>
    public static MetricDefinition Of(string target) =>
        All.Single(m => string.Equals(m.Target, target, StringComparison.OrdinalIgnoreCase));

    /// <summary>The metric of an address; the first where there is none of this name.</summary>
    public static MetricDefinition Find(string? key) => All.FirstOrDefault(m => m.Key == key) ?? Participation;

    private static MetricDefinition Count(string key, Func<DashboardMetrics, Metric> valueIn) =>
        new(key, MetricUnit.Count, valueIn);

    private static MetricDefinition Share(
        string key,
        Func<DashboardMetrics, Metric> valueIn,
        MetricDefinition sample
    ) => new(key, MetricUnit.Share, valueIn, sample);
}
