using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Privacy;

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
        var shared = stored.Select(e => e.Data).OfType<NoteShared>().Select(n => n.Note).ToHashSet();
        return TypedResults.Ok(
            PersonalDataReport.Of(
                id,
                "engagement",
                clock.GetUtcNow(),
                [("Person", person), ("Roles", roles), ("Accounts", accounts)],
                stored,
                new PersonalFacts(new(id), user.Id() == id, shared).Of
            )
        );
    }
}
