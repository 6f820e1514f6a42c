using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.Analytics.Tests.Dashboard;

public class TargetProgressTests
{
    private static readonly DateOnly Today = new(2026, 5, 20);

    [Theory]
    [InlineData("matchRate", 0.8, 0.8, "2026-05-19", TargetState.Reached)]
    [InlineData("matchRate", 0.8, 0.79, null, TargetState.Open)]
    [InlineData("matchRate", 0.8, 0.79, "2026-05-20", TargetState.Open)]
    [InlineData("matchRate", 0.8, 0.79, "2026-05-19", TargetState.Missed)]
    [InlineData("matchRate", 0.8, null, "2026-05-19", TargetState.Unknown)]
    [InlineData("medianDaysToMatch", 10.0, 9.0, null, TargetState.Reached)]
    [InlineData("medianDaysToMatch", 10.0, 11.0, null, TargetState.Open)]
    public void A_target_is_compared_with_what_was_reached(
        string metric,
        double value,
        double? current,
        string? due,
        TargetState state
    )
    {
        var target = new TargetRecorded(
            metric,
            null,
            (decimal)value,
            due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture)
        );
        Metric reached = current is { } number ? (decimal)number : Metric.SuppressedValue;

        TargetProgress.Of(target, MetricsWith(reached), Today).ShouldNotBeNull().State.ShouldBe(state);
    }

    [Fact]
    public void A_metric_that_this_version_does_not_know_is_left_out() =>
        TargetProgress.Of(new("happiness", null, 1, null), MetricsWith(1), Today).ShouldBeNull();

    private static DashboardMetrics MetricsWith(Metric value) =>
        new(
            new(value, value, value, value, value, value, value),
            new(value, value, value, value, value, value),
            new(value, value, value, value, value),
            new(value, value, value, value),
            new(value, value, value, value, value),
            new(new(value, value), new(value, value))
        );
}
