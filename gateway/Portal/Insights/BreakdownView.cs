using System.Text.Json.Serialization;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Insights;

/// <summary>One metric by week or by site.</summary>
public sealed record BreakdownView(BreakdownQuery Query, IReadOnlyList<MetricPoint> Points)
{
    [JsonIgnore]
    public MetricDefinition Metric => MetricDefinition.Find(Query.Metric);

    public static async Task<BreakdownView> Load(BreakdownQuery query, AnalyticsClient analytics)
    {
        var metric = MetricDefinition.Find(query.Metric);
        var rows = await query.Of.LoadRows(query.By, analytics);
        return new(
            query,
            [
                .. rows.Select(row => new MetricPoint(
                    row.Name,
                    metric.ValueIn(row.Metrics),
                    metric.Sample?.ValueIn(row.Metrics)
                )),
            ]
        );
    }
}

/// <param name="Metric">The key of a metric.</param>
public sealed record BreakdownQuery(InsightsQuery Of, Breakdown By, string Metric);

/// <param name="Name">Of the week or the site.</param>
/// <param name="Sample">Null where the value is itself a number.</param>
public sealed record MetricPoint(string Name, Metric Value, Metric? Sample);
