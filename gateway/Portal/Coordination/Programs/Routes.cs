using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination.Programs;

internal static class Routes
{
    public static void MapCoordination(this IEndpointRouteBuilder app) =>
        app.MapGet("/coordination/programs/{id:guid}/plan.yaml", Plan);

    private static Task<IResult> Plan(
        Guid id,
        HttpContext context,
        EnrollmentClient enrollment,
        CancellationToken ct
    ) =>
        ApiFile.Load(
            context,
            async () =>
            {
                var file = await enrollment.ReadProgramFileAsync(id, ct);
                context.Response.RegisterForDispose(file);
                return TypedResults.Stream(file.Stream, "application/yaml", "program.yaml");
            }
        );
}
