using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.People;

/// <summary>A person reads what happens next for them in each program in which they take part.</summary>
public static class ListMyParticipations
{
    public static async Task<Ok<PageResponse<ParticipantView>>> Handle(
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var me = user.Id();
        return paging.ToResponse(
            await tables.Page<ParticipantView>(
                ParticipantView.Select(
                    $"select program from participants where person = {me} and not withdrawn",
                    $"p.person = {me}"
                ),
                paging,
                participant => participant.Id,
                ct
            )
        );
    }
}
