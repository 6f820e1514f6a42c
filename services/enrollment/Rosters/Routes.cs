using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

public static class Routes
{
    private const int MaxMegabytes = 33;

#pragma warning disable RDG002 // Of a handler that is compiled ahead, OpenAPI does not list the fields of the form.
    public static void MapRosters(this IEndpointRouteBuilder app) =>
        app.MapGroup("/rosters")
            .WithTags("Rosters")
            .MapPost("/", (Delegate)UploadRoster.Handle)
            .WithName("UploadRoster")
            .RequireRoles(Roles.PeopleAdmin)
            .WithJsonField("mapping", typeof(RosterMapping))
            .WithRequestSizeLimit(MaxMegabytes)
            .WithRequestTimeout(TimeSpan.FromMinutes(5))
            // A token in a header cannot be forged by another site's form.
            .DisableAntiforgery();
#pragma warning restore RDG002
}
