namespace PeerNetwork.Analytics.Indicators;

/// <summary>The metrics that <see cref="Measurements"/> reads, and how they add up to one another.</summary>
public static class MetricDefinitions
{
    /// <summary>The total is the sum of its parts: a reader who sees all but one can compute the last.</summary>
    public static IReadOnlyList<Sum<string>> Sums { get; } =
    [
        new("applied", ["approved", "rejected", "undecided"]),
        new("approved", ["ready", "notReady"]),
        new("mentees", ["matched", "unmatched"]),
        new(
            "started",
            ["completed", "endedEarly", "neverStarted", "programEnded", "personLeft", "otherOutcome", "ongoing"]
        ),
        new("successful", ["completed", "successfulNotCompleted"]),
        new("planned", ["held", "missed", "upcoming", "cancelled"]),
        new("set", ["reached", "open", "dropped"]),
        new("reached", ["onTime", "late"]),
        // The scores of peers are in both: the difference of the two could be the scores of one to four people.
        new("mentorScores", ["mentorScoresOnly", "peerScoresOnly"]),
        new("menteeScores", ["menteeScoresOnly", "peerScoresOnly"]),
    ];

    /// <summary>
    /// The sums in hierarchies: the first total is the highest, and the other totals are among its parts.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Sum<string>>> Hierarchies { get; } =
    [.. Sums.Where(sum => !Sums.Any(other => other.Parts.Contains(sum.Total))).Select(Hierarchy)];

    private static readonly HashSet<string> InternalMetrics =
    [
        "undecided",
        "notReady",
        "unmatched",
        "neverStarted",
        "programEnded",
        "personLeft",
        "otherOutcome",
        "ongoing",
        "successfulNotCompleted",
        "upcoming",
        "cancelled",
        "open",
        "dropped",
        "late",
        "mentorScoresOnly",
        "menteeScoresOnly",
        "peerScoresOnly",
    ];

    public static bool IsShown(string metric) => !InternalMetrics.Contains(metric);

    /// <summary>Whether the metric is the number of different people, not of measurements.</summary>
    public static bool CountsPeople(string metric) => metric is "active";

    private static IReadOnlyList<Sum<string>> Hierarchy(Sum<string> highest) =>
        [highest, .. Sums.Where(sum => highest.Parts.Contains(sum.Total)).SelectMany(Hierarchy)];
}
