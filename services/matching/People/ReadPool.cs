using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Coordinators see the pool of a program at their sites and in their departments, with what happens next for each
/// participant.
/// </summary>
public static class ReadPool
{
    public static async Task<Ok<PageResponse<ParticipantView>>> Handle(
        Guid program,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var known = await events.RequireProgram(program, ct);
        var scope = user.ScopeOf(Roles.Coordinator);
        known.RequireViewPart(scope);
        var inScope = scope.ToSql("p.site", "p.program", "w.data ->> 'department'");
        return paging.ToResponse(
            await tables.Page<ParticipantView>(
                ParticipantView.Select($"{program}", $"p.program = {program} and {inScope}"),
                paging,
                participant => participant.Id,
                ct
            )
        );
    }
}
