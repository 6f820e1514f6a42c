using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>Shows what new settings would change, and what they would lack, without changing anything.</summary>
public static class PreviewPlan
{
    /// <param name="Missing">What the program would lack before it could be published.</param>
    public sealed record Response(IReadOnlyList<PlanChange> Changes, IReadOnlyList<MissingField> Missing);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ProgramPlan plan,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        IOptions<JsonOptions> json,
        CancellationToken ct
    )
    {
        var program = await events.RequireCoordinatedProgram(id, user, ct);
        await models.RequireSites(program.Id, plan.SiteCodes, user, ct);
        return TypedResults.Ok(
            new Response(PlanChanges.Between(program.Plan, plan, json.Value.SerializerOptions), plan.Missing())
        );
    }
}
