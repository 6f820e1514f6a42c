using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Dashboard;

public static class Routes
{
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        var dashboard = app.MapGroup("/dashboard").RequireRoles(Roles.Sponsor, Roles.Coordinator).WithTags("Dashboard");
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
}
