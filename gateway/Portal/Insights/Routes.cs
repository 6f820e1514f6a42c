using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Analytics;
using PeerNetwork.Portal.Words;

namespace PeerNetwork.Portal.Insights;

internal static class Routes
{
    public const string ExportPath = "/insights/metrics.csv";

    public static void MapInsights(this IEndpointRouteBuilder app) => app.MapGet(ExportPath, Export);

    private static Task<IResult> Export(
        Guid program,
        string? site,
        string? period,
        Breakdown by,
        HttpContext context,
        AnalyticsClient analytics,
        IStringLocalizer<Texts> words
    ) =>
        ApiFile.Load(
            context,
            async () =>
                TypedResults.Bytes(
                    MetricsCsv.Write(by, await new InsightsQuery(program, site, period).LoadRows(by, analytics), words),
                    "text/csv",
                    "metrics.csv"
                )
        );
}
