using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>A coordinator drafts a program for sites in their care; what is missing may follow later.</summary>
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
        plan.ThrowUnlessSound();
        await models.RequireSites(plan.SiteCodes, user, ct);
        var now = clock.GetUtcNow();
        var (id, places) = (new ProgramId(Guid.CreateVersion7(now)), new PlacesId(Guid.CreateVersion7(now)));
        await events.Update<MentoringProgram, ProgramEvent>(
            id.Value,
            MentoringProgram.Evolve,
            _ => Decide(id, places, plan, now),
            ct
        );
        return TypedResults.Created($"/programs/{id.Value}", new CreatedId(id.Value));
    }

    public static ProgramEvent[] Decide(ProgramId id, PlacesId places, ProgramPlan plan, DateTimeOffset now) =>
        [new ProgramDrafted(id, places, plan, plan.Guidelines is null ? 0 : 1, now)];
}
