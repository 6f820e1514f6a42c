using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Privacy;

/// <summary>Shows all that this service holds on a person.</summary>
public static class ShowPersonalData
{
    public static async Task<Ok<PersonalDataReport>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        PersonalHistory history,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        user.RequireExport(id);
        var person = await events.Load<PersonReplica>(id, ct);
        user.RequireExport(id, person?.SiteCode);
        var stored = await history.Read(id, ct);
        if ((person is null && stored is []) || stored.Any(e => e.Data is PersonalDataErased))
            throw PersonalDataRoute.NothingHeld();
        var roles = await events.Load<PersonRoles>(id, ct);
        var accounts = await events.Load<PersonAccounts>(id, ct);
        return TypedResults.Ok(
            PersonalDataReport.Of(
                id,
                "matching",
                clock.GetUtcNow(),
                [("Person", person), ("Roles", roles), ("Accounts", accounts)],
                stored,
                data => PersonalFacts.Of(data, id)
            )
        );
    }
}
