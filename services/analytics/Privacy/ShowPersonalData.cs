using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Contracts.Enrollment;
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
        TimeProvider clock,
        CancellationToken ct
    )
    {
        user.RequireExport(id);
        var stored = await history.Read(id, ct);
        user.RequireExport(
            id,
            stored.Select(e => e.Data).OfType<PersonRecorded>().MaxBy(person => person.Version)?.SiteCode
        );
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
