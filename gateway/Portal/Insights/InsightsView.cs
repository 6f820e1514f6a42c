using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Insights;

/// <summary>The metrics of a program, at all sites or at one.</summary>
/// <param name="Sites">Those of the program that the user may see.</param>
/// <param name="Total">Null where the user has to choose one of several sites.</param>
/// <param name="Before">The metrics of the quarter before; null for all time.</param>
public sealed record InsightsView(
    InsightsQuery Query,
    IReadOnlyList<SiteChoice> Sites,
    ShowDashboardResponse? Total,
    DashboardMetrics? Before
)
{
    public static async Task<InsightsView> Load(InsightsQuery query, AnalyticsClient analytics)
    {
        var sites = await analytics.ShowDashboardSitesAsync(query.Program, query.Period);
        var total = await LoadTotal(query, analytics);
        return new(
            query,
            [.. sites.Items.Select(site => new SiteChoice(site.Code, site.Name))],
            total,
            total is null ? null : await LoadBefore(query, analytics)
        );
    }

    private static async Task<ShowDashboardResponse?> LoadTotal(InsightsQuery query, AnalyticsClient analytics)
    {
        try
        {
            return await analytics.ShowDashboardAsync(query.Program, query.Site, query.Period);
        }
        catch (ApiException e) when (query.Site is null && ApiFailures.Of(e) is ApiFailure.Forbidden)
        {
            return null;
        }
    }

    private static async Task<DashboardMetrics?> LoadBefore(InsightsQuery query, AnalyticsClient analytics) =>
        Quarter.Parse(query.Period) is { } quarter
            ? (await analytics.ShowDashboardAsync(query.Program, query.Site, $"{quarter.Previous}")).Metrics
            : null;
}

public sealed record SiteChoice(string Code, string Name);
