using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

public static class Routes
{
    /// <summary>
    /// A parameter that is not known would be left out silently, and the answer would be about something else.
    /// </summary>
    private static readonly string[] Parameters = ["program", "site", "period"];

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        var dashboard = app.MapGroup("/dashboard").RequireRoles(Roles.Sponsor, Roles.Coordinator).WithTags("Dashboard");
        dashboard.AddEndpointFilter(RequireKnownParameters).AddOpenApiOperationTransformer(DescribePeriod);
        dashboard
            .MapGet("/", ShowDashboard.Handle)
            .WithName("ShowDashboard")
            .WithSummary("What a program achieved, at all sites or at one");
        dashboard
            .MapGet("/weeks", ShowWeeks.Handle)
            .WithName("ShowDashboardWeeks")
            .WithSummary("The metrics week by week");
        dashboard
            .MapGet("/sites", ShowSites.Handle)
            .WithName("ShowDashboardSites")
            .WithSummary("The metrics site by site");
    }

    private static Task DescribePeriod(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        var period = operation.Parameters!.OfType<OpenApiParameter>().Single(p => p.Name is "period" or "Period");
        period.Description =
            "A quarter of whole ISO weeks, such as 2026-Q1, which is the weeks W01 to W13: a week belongs to the "
            + "quarter that has its Thursday. All time where it is left out. Other ranges are not published, as they "
            + "could be subtracted from one another.";
        period.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Period.Pattern };
        return Task.CompletedTask;
    }

    private static ValueTask<object?> RequireKnownParameters(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    ) =>
        context.HttpContext.Request.Query.Keys.FirstOrDefault(IsUnknown) is { } unknown
            ? throw new MalformedRequestException(
                $"The query parameter {unknown} is not known here. Known are {string.Join(", ", Parameters)}; "
                    + "a time is asked for by its period, such as period=2026-Q1."
            )
            : next(context);

    private static bool IsUnknown(string parameter) =>
        !Parameters.Contains(parameter, StringComparer.OrdinalIgnoreCase);
}
