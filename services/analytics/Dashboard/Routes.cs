using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

public static class Routes
{
    /// <summary>A parameter that is not known would be left out silently, and the answer would be about something else.</summary>
    private static readonly string[] Parameters = ["program", "site", "period"];

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        var dashboard = app.MapGroup("/dashboard").RequireRoles(Roles.Sponsor, Roles.Coordinator).WithTags("Dashboard");
        dashboard.AddEndpointFilter(RequireKnownParameters);
        dashboard
            .MapGet("/", ShowDashboard.Handle)
            .WithName("ShowDashboard")
            .WithSummary("What a program achieved, at all sites or at one");
        dashboard
            .MapGet("/weeks", ShowWeeks.Handle)
            .WithName("ShowDashboardWeeks")
            .WithSummary("The figures week by week");
        dashboard
            .MapGet("/sites", ShowSites.Handle)
            .WithName("ShowDashboardSites")
            .WithSummary("The figures site by site");
    }

    private static ValueTask<object?> RequireKnownParameters(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    ) =>
        context.HttpContext.Request.Query.Keys.FirstOrDefault(IsUnknown) is { } unknown
            ? throw new MalformedRequestException(
                $"The query parameter {unknown} is not known here. Known are {string.Join(", ", Parameters)}; a time is asked for by its "
                    + "period, such as period=2026-Q1."
            )
            : next(context);

    private static bool IsUnknown(string parameter) =>
        !Parameters.Contains(parameter, StringComparer.OrdinalIgnoreCase);
}
