using System.Security.Claims;
using JasperFx.Events;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
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
        var stored = WithoutLaterEvents(await history.Read(id, ct), new(id));
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

    /// <summary>The events without what a group did after the person had left it.</summary>
    private static IReadOnlyList<IEvent> WithoutLaterEvents(IReadOnlyList<IEvent> stored, PersonId person)
    {
        var departures = stored
            .Where(e => e.Data is MemberLeft left && left.Member.Person == person)
            .ToDictionary(e => e.StreamId, e => e.Sequence);
        if (departures.Count == 0)
            return stored;
        var mentorships = stored
            .Select(e => e.Data)
            .OfType<NoteWritten>()
            .ToDictionary(note => note.Note.Value, note => note.Mentorship.Value);
        return
        [
            .. stored.Where(e =>
                !departures.TryGetValue(mentorships.GetValueOrDefault(e.StreamId, e.StreamId), out var left)
                || e.Sequence <= left
            ),
        ];
    }
}
