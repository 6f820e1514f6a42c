using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Insights;

public enum Breakdown
{
    Weeks,
    Sites,
}

/// <summary>What the dashboard is about, as its address says.</summary>
/// <param name="Site">Null for all sites.</param>
/// <param name="Period">A quarter; null for all time.</param>
public sealed record InsightsQuery(Guid Program, string? Site, string? Period)
{
    /// <summary>The metrics week by week, or site by site.</summary>
    public async Task<IReadOnlyList<MetricsRow>> LoadRows(Breakdown by, AnalyticsClient analytics) =>
        by is Breakdown.Weeks
            ?
            [
                .. (await analytics.ShowDashboardWeeksAsync(Program, Site, Period)).Items.Select(week => new MetricsRow(
                    week.Code,
                    week.Metrics
                )),
            ]
            :
            [
                .. (await analytics.ShowDashboardSitesAsync(Program, Period)).Items.Select(site => new MetricsRow(
                    site.Name,
                    site.Metrics
                )),
            ];
}

/// <param name="Name">Of the week or the site.</param>
public sealed record MetricsRow(string Name, DashboardMetrics Metrics);
