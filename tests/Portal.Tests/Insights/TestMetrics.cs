using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Tests.Insights;

internal static class TestMetrics
{
    public static readonly Metric Hidden = new() { Suppressed = true };

    public static Metric Value(double value) => new() { Value = value };

    /// <summary>The metrics of 31 people of 100 who take part.</summary>
    public static DashboardMetrics All(Metric? matched = null, Metric? applied = null) =>
        new()
        {
            Participation = new()
            {
                Applied = applied ?? Value(40),
                Approved = Value(31),
                Ready = Value(28),
                Rejected = Value(9),
                Withdrawn = Value(0),
                Active = Value(22),
                Rate = Value(0.31),
            },
            Matching = new()
            {
                Mentees = Value(20),
                Matched = Value(15),
                Rate = matched ?? Value(0.75),
                Confirmed = Value(15),
                MedianDays = Value(6.5),
                NinetiethPercentileDays = Value(12),
            },
            Mentorships = new()
            {
                Started = Value(15),
                Completed = Value(7),
                EndedEarly = Hidden,
                Successful = Value(9),
                CheckIns = Value(60),
            },
            Sessions = new()
            {
                Planned = Value(70),
                Held = Value(55),
                Missed = Value(6),
                Attendance = Value(0.9),
            },
            Goals = new()
            {
                Set = Value(18),
                Reached = Value(9),
                OnTime = Value(6),
                Attainment = Value(0.5),
                AttainmentOnTime = Value(0.333),
            },
            Satisfaction = new()
            {
                Mentors = new() { Mean = Value(4.2), Count = Value(11) },
                Mentees = new() { Mean = new(), Count = Value(0) },
            },
        };
}
