using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Privacy;

/// <summary>Shows what the copy of this service says about a person.</summary>
public static class ShowPersonalData
{
    public static async Task<Ok<PersonalDataReport>> Handle(
        Guid id,
        ClaimsPrincipal user,
        PersonalHistory history,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        user.RequireExport(id);
        user.RequireExport(
            id,
            await models.QueryFirstOrDefault<string>($"select site_code from people where id = {id}", ct)
        );
        var stored = await history.Read(id, ct);
        if (stored is [] || stored.Any(e => e.Data is PersonErased))
            throw PersonalDataRoute.NothingHeld();
        return TypedResults.Ok(
            PersonalDataReport.Of(
                id,
                "analytics",
                clock.GetUtcNow(),
                state: [],
                stored,
                data => PersonalFacts.Of(data, id)
            )
        );
    }
}
