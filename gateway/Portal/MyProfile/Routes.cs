using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.MyProfile;

internal static class Routes
{
    public const string DataPath = "/profile/data.zip";

    public static void MapMyProfile(this IEndpointRouteBuilder app) => app.MapGet(DataPath, Export);

    private static Task<IResult> Export(HttpContext context, EnrollmentClient enrollment, GatewayClient gateway) =>
        ApiFile.Load(
            context,
            async () =>
            {
                var me = await enrollment.ShowMeAsync(context.RequestAborted);
                if (me.Person is not { } person)
                    return TypedResults.NotFound();
                var archive = await gateway.ExportPersonalData(person.Id, context.RequestAborted);
                return TypedResults.Stream(archive, "application/zip", "my-data.zip");
            }
        );
}
