using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

public static class Routes
{
    private const int MaxMegabytes = 33;

    public static void MapRosters(this IEndpointRouteBuilder app) =>
        app.MapGroup("/rosters")
            .WithTags("Rosters")
            .MapPost("/", UploadRoster.Handle)
            .WithName("UploadRoster")
            .RequireRoles(Roles.PeopleAdmin)
            .WithJsonField("mapping", typeof(RosterMapping))
            .WithRequestSizeLimit(MaxMegabytes)
            .WithRequestTimeout(TimeSpan.FromMinutes(5))
            // A token in a header cannot be forged by another site's form.
            .DisableAntiforgery();
}
