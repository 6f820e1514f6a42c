using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Analytics.Indicators;

namespace PeerNetwork.Analytics.Installations;

public enum FigureKind
{
    /// <summary>A whole number of people or of what they did. It is 0, or at least the size of a group.</summary>
    Count,

    /// <summary>
    /// 0 or more. It can be above 1: what was reached in a period may have been set before it.
    /// </summary>
    Share,

    /// <summary>From 1 to 5.</summary>
    Score,

    /// <summary>0 or more, or a little less where the clocks of two services differ.</summary>
    Days,
}

/// <param name="Metric">Its path in <see cref="DashboardMetrics"/>.</param>
public sealed record FigureDefinition(string Metric, FigureKind Kind, Func<DashboardMetrics, Metric> Of);

/// <summary>
/// All figures of the dashboard by name. Nothing else leaves an installation, or is accepted from one.
/// </summary>
/// <remarks>
/// A figure has no sample size beside it: it is another figure of the same program, such as <c>goals.set</c> for
/// <c>goals.attainment</c>. One that the dashboard does not show, such as that of attendance, could be subtracted from
/// those that it shows.
/// </remarks>
public static class FigureDefinitions
{
    private const decimal MaxCount = 1_000_000_000,
        MinDays = -1,
        MaxDays = 36_500;

    public static IReadOnlyList<FigureDefinition> All { get; } =
    [
        new("participation.applied", FigureKind.Count, m => m.Participation.Applied),
        new("participation.approved", FigureKind.Count, m => m.Participation.Approved),
        new("participation.ready", FigureKind.Count, m => m.Participation.Ready),
        new("participation.rejected", FigureKind.Count, m => m.Participation.Rejected),
        new("participation.withdrawn", FigureKind.Count, m => m.Participation.Withdrawn),
        new("participation.active", FigureKind.Count, m => m.Participation.Active),
        new("participation.rate", FigureKind.Share, m => m.Participation.Rate),
        new("matching.mentees", FigureKind.Count, m => m.Matching.Mentees),
        new("matching.matched", FigureKind.Count, m => m.Matching.Matched),
        new("matching.rate", FigureKind.Share, m => m.Matching.Rate),
        new("matching.confirmed", FigureKind.Count, m => m.Matching.Confirmed),
        new("matching.medianDays", FigureKind.Days, m => m.Matching.MedianDays),
        new("matching.ninetiethPercentileDays", FigureKind.Days, m => m.Matching.NinetiethPercentileDays),
        new("mentorships.started", FigureKind.Count, m => m.Mentorships.Started),
        new("mentorships.completed", FigureKind.Count, m => m.Mentorships.Completed),
        new("mentorships.endedEarly", FigureKind.Count, m => m.Mentorships.EndedEarly),
        new("mentorships.successful", FigureKind.Count, m => m.Mentorships.Successful),
        new("mentorships.checkIns", FigureKind.Count, m => m.Mentorships.CheckIns),
        new("sessions.planned", FigureKind.Count, m => m.Sessions.Planned),
        new("sessions.held", FigureKind.Count, m => m.Sessions.Held),
        new("sessions.missed", FigureKind.Count, m => m.Sessions.Missed),
        new("sessions.attendance", FigureKind.Share, m => m.Sessions.Attendance),
        new("goals.set", FigureKind.Count, m => m.Goals.Set),
        new("goals.reached", FigureKind.Count, m => m.Goals.Reached),
        new("goals.onTime", FigureKind.Count, m => m.Goals.OnTime),
        new("goals.attainment", FigureKind.Share, m => m.Goals.Attainment),
        new("goals.attainmentOnTime", FigureKind.Share, m => m.Goals.AttainmentOnTime),
        new("satisfaction.mentors.mean", FigureKind.Score, m => m.Satisfaction.Mentors.Mean),
        new("satisfaction.mentors.count", FigureKind.Count, m => m.Satisfaction.Mentors.Count),
        new("satisfaction.mentees.mean", FigureKind.Score, m => m.Satisfaction.Mentees.Mean),
        new("satisfaction.mentees.count", FigureKind.Count, m => m.Satisfaction.Mentees.Count),
    ];

    private static readonly Dictionary<string, FigureKind> Kinds = All.ToDictionary(d => d.Metric, d => d.Kind);

    public static IReadOnlyList<Figure> FiguresOf(DashboardMetrics metrics) =>
        [
            .. All.Select(d => (d.Metric, Shown: d.Of(metrics)))
                .Select(f => new Figure(f.Metric, f.Shown.Value, f.Shown.Suppressed)),
        ];

    /// <summary>
    /// Whether an installation may send this figure. A count of one to four is never shown: it is about at most so many
    /// people.
    /// </summary>
    public static bool IsValid(Figure figure) =>
        Kinds.TryGetValue(figure.Metric, out var kind)
        && (kind, figure) switch
        {
            (_, { Suppressed: true }) => figure.Value is null,
            (FigureKind.Count, { Value: { } count }) => count >= 0
                && count <= MaxCount
                && decimal.IsInteger(count)
                && !SmallGroups.IsSmall((int)count),
            (FigureKind.Share, _) => figure.Value is null or (>= 0 and <= MaxCount),
            (FigureKind.Score, _) => figure.Value is null or (>= 1 and <= 5),
            (FigureKind.Days, _) => figure.Value is null or (>= MinDays and <= MaxDays),
            _ => false,
        };
}
