using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

public static class Routes
{
    private const int MaxMegabytes = 33;

    /// <summary>Built when the service starts: else OpenAPI would not list the fields of the form.</summary>
    private static Delegate Upload => UploadRoster.Handle;

#pragma warning disable RDG002
    public static void MapRosters(this IEndpointRouteBuilder app) =>
        app.MapGroup("/rosters")
            .WithTags("Rosters")
            .MapPost("/", Upload)
            .WithName("UploadRoster")
            .RequireRoles(Roles.PeopleAdmin)
            .WithJsonField("mapping", typeof(RosterMapping))
            .WithRequestSizeLimit(MaxMegabytes)
            .WithRequestTimeout(TimeSpan.FromMinutes(5))
            // A token in a header cannot be forged by another site's form.
            .DisableAntiforgery();
#pragma warning restore RDG002
}
