using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A coordinator drafts a program for their sites. Missing parts may follow later.</summary>
public static class DraftProgram
{
    public static async Task<Created<CreatedId>> Handle(
        ProgramPlan plan,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var (id, capacityId) = (
            new ProgramId(Guid.CreateVersion7(now)),
            new ProgramCapacityId(Guid.CreateVersion7(now))
        );
        await models.RequireSites(id, plan.SiteCodes, user, ct);
        await events.Update<MentoringProgram, ProgramEvent>(
            id.Value,
            MentoringProgram.Evolve,
            _ => Decide(id, capacityId, plan, now),
            ct
        );
        return TypedResults.Created($"/programs/{id.Value}", new CreatedId(id.Value));
    }

    public static ProgramEvent[] Decide(
        ProgramId id,
        ProgramCapacityId capacityId,
        ProgramPlan plan,
        DateTimeOffset now
    ) => [new ProgramDrafted(id, capacityId, plan, plan.Guidelines is null ? 0 : 1, now)];
}
