namespace PeerNetwork.Enrollment.Sites;

public static class Routes
{
    public static void MapSites(this IEndpointRouteBuilder app) =>
        app.MapGroup("/sites")
            .WithTags("Sites")
            .MapGet("/", SitesProjection.List)
            .WithName("ListSites")
            .WithSummary("The sites of the company, with their time zones.");
}
