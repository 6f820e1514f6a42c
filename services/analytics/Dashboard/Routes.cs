using Microsoft.OpenApi;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

public static class Routes
{
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        var dashboard = app.MapGroup("/dashboard").RequireRoles(Roles.DashboardReaders).WithTags("Dashboard");
        dashboard.RequireKnownParameters("program", "site", "period").DescribePeriod("All time where it is left out.");
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
        app.MapGet("/dashboard/staff-changes", ShowStaffChanges.Handle)
            .RequireRoles(Roles.DashboardReaders)
            .RequireKnownParameters("site", "year")
            .WithTags("Dashboard")
            .WithName("ShowStaffChanges")
            .WithSummary("How many people of a site joined, moved, went on leave, came back and left, month by month");
    }

    /// <summary>
    /// A parameter that is not known would be left out silently, and the answer would be about something else.
    /// </summary>
    internal static TBuilder RequireKnownParameters<TBuilder>(this TBuilder routes, params string[] known)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(
            (context, next) =>
                context.HttpContext.Request.Query.Keys.Except(known, StringComparer.OrdinalIgnoreCase).FirstOrDefault()
                    is { } unknown
                    ? throw new MalformedRequestException(
                        $"The query parameter {unknown} is not known here. Known are {string.Join(", ", known)}; "
                            + "a time is asked for by its period, such as period=2026-Q1."
                    )
                    : next(context)
        );

    /// <param name="leftOut">A sentence: what is shown without the parameter.</param>
    internal static TBuilder DescribePeriod<TBuilder>(this TBuilder routes, string leftOut)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddOpenApiOperationTransformer(
            (operation, _, _) =>
            {
                var period = operation
                    .Parameters!.OfType<OpenApiParameter>()
                    .Single(p => p.Name is "period" or "Period");
                period.Description =
                    "A quarter of whole ISO weeks, such as 2026-Q1, which is the weeks W01 to W13: a week belongs to "
                    + $"the quarter that has its Thursday. {leftOut} Other ranges are not published, as they could be "
                    + "subtracted from one another.";
                period.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Period.Pattern };
                return Task.CompletedTask;
            }
        );
}
