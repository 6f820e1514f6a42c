using PeerNetwork.Analytics.Indicators;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>Computes the metrics of one site and time from the cube.</summary>
/// <param name="site">Null for all sites.</param>
/// <param name="time">A week, a period or all time.</param>
/// <param name="headcount">How many people work there.</param>
public sealed class MetricsCalculator(Cube cube, string? site, Interval time, int headcount)
{
    public DashboardMetrics Metrics =>
        new(
            new(
                Count("applied"),
                Count("approved"),
                Count("ready"),
                Count("rejected"),
                Count("withdrawn"),
                People("active"),
                ParticipationRate
            ),
            new(
                Count("mentees"),
                Count("matched"),
                Share("matched", "mentees"),
                Count("confirmed"),
                Quantile("confirmed", 0.5),
                Quantile("confirmed", 0.9)
            ),
            new(Count("started"), Count("completed"), Count("endedEarly"), Count("successful"), Count("checkIns")),
            new(Count("planned"), Count("held"), Count("missed"), Mean("attendance")),
            new(Count("set"), Count("reached"), Count("onTime"), Share("reached", "set"), Share("onTime", "set")),
            new(new(Mean("mentorScores"), Count("mentorScores")), new(Mean("menteeScores"), Count("menteeScores")))
        );

    private Metric ParticipationRate
    {
        get
        {
            var taking = cube.People(CellOf("approved"));
            if (IsHidden("approved") || SmallGroups.IsSmall(headcount) || SmallGroups.IsSmall(headcount - taking))
                return Metric.SuppressedValue;
            return headcount == 0 ? Metric.NoValue : (decimal)taking / headcount;
        }
    }

    private Metric Count(string metric) =>
        IsHidden(metric) ? Metric.SuppressedValue : cube.Amounts(CellOf(metric)).Count;

    private Metric People(string metric) => IsHidden(metric) ? Metric.SuppressedValue : cube.People(CellOf(metric));

    private Metric Mean(string metric) =>
        IsHidden(metric) ? Metric.SuppressedValue
        : cube.Amounts(CellOf(metric)) is { Count: > 0 } amounts ? amounts.Average()
        : Metric.NoValue;

    private Metric Share(string part, string whole) =>
        IsHidden(part) || IsHidden(whole) ? Metric.SuppressedValue
        : cube.Amounts(CellOf(whole)).Count is > 0 and var all ? (decimal)cube.Amounts(CellOf(part)).Count / all
        : Metric.NoValue;

    /// <summary>Between two neighbours the value is interpolated, as PostgreSQL's percentile_cont does it.</summary>
    private Metric Quantile(string metric, double fraction)
    {
        if (IsHidden(metric))
            return Metric.SuppressedValue;
        decimal[] ordered = [.. cube.Amounts(CellOf(metric)).Order()];
        if (ordered.Length == 0)
            return Metric.NoValue;
        var place = (decimal)fraction * (ordered.Length - 1);
        var (below, above) = (ordered[(int)Math.Floor(place)], ordered[(int)Math.Ceiling(place)]);
        return below + (above - below) * (place - Math.Floor(place));
    }

    private bool IsHidden(string metric) => cube.IsHidden(CellOf(metric));

    private Cell CellOf(string metric) => new(metric, site, time);
}
