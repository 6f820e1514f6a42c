using System.Globalization;
using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Api.Analytics;

namespace PeerNetwork.Portal.Insights;

internal static class MetricWords
{
    public static string NameOf(this IStringLocalizer words, MetricDefinition metric) =>
        words[$"Insights.{metric.Key}"];

    /// <summary>The value; that it is hidden; or that there is none.</summary>
    public static string ValueOf(this IStringLocalizer words, MetricUnit unit, Metric metric) =>
        metric switch
        {
            { Suppressed: true } => words["Insights.Hidden"],
            { Value: { } value } => words.Written(unit, value),
            _ => words["Insights.NoValue"],
        };

    /// <summary>Of how many the value is; null for a number.</summary>
    public static string? SampleOf(this IStringLocalizer words, MetricDefinition metric, DashboardMetrics metrics) =>
        metric.Sample is { } sample
            ? words["Insights.Sample", words.NameOf(sample), words.ValueOf(sample.Unit, sample.ValueIn(metrics))]
            : (string?)null;

    public static string Written(this IStringLocalizer words, MetricUnit unit, double value) =>
        unit switch
        {
            MetricUnit.Share => value.ToString("P0", CultureInfo.CurrentCulture),
            MetricUnit.Days => words["Insights.Days", value.ToString("N1", CultureInfo.CurrentCulture)],
            MetricUnit.Score => words["Insights.ScoreOf", value.ToString("N1", CultureInfo.CurrentCulture)],
            _ => value.ToString("N0", CultureInfo.CurrentCulture),
        };
}
