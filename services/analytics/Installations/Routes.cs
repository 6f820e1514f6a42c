using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Installations;

public static class Routes
{
    public static void MapInstallations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/shared-figures", ListSharedFigures.Handle)
            .RequireRoles(Roles.PartnerInstallation)
            .WithTags("Installations")
            .WithName("ListSharedFigures")
            .WithSummary(
                "The figures of closed periods for partner installations; with If-None-Match, 304 for the same list"
            )
            .Produces(StatusCodes.Status304NotModified);
        app.MapGet("/dashboard/installations", ShowInstallations.Handle)
            .RequireRoles(Roles.Sponsor)
            .RequireKnownParameters("period", "cursor", "limit")
            .DescribePeriod("All that were released where it is left out.")
            .WithTags("Installations")
            .WithName("ShowDashboardInstallations")
            .WithSummary("The released figures of this installation beside those of its partners");
        app.MapGet("/partners", ListPartners.Handle)
            .RequireRoles(Roles.Sponsor, Roles.Overseer)
            .WithTags("Installations")
            .WithName("ListPartners")
            .WithSummary("The partner installations, and when their figures were last read or refused");
    }
}
