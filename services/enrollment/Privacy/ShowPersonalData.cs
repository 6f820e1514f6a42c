using System.Security.Claims;
using JasperFx.Events;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Privacy;

/// <summary>Shows all that this service holds on a person.</summary>
public static class ShowPersonalData
{
    /// <summary>A group of a SCIM client.</summary>
    private sealed record Group(Guid Id, string DisplayName);

    public static async Task<Ok<PersonalDataReport>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        PersonalHistory history,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        user.RequireExport(id);
        var person = await events.Read<Person, PersonEvent>(id, Person.Evolve, ct);
        if (person is null or { Erased: true })
            throw PersonalDataRoute.NothingHeld();
        Guid[] ids = [id, .. person.Merges.Select(m => m.Duplicate.Value)];
        user.RequireExport(id, person.Employment.SiteCode);
        var groups = await models.Query<Group>(
            $"""
            select distinct g.id, g.display_name
            from scim_group_members m join scim_groups g on g.id = m.group_id
            where m.person = any({ids}) order by g.display_name
            """,
            ct
        );
        var emails = await ListEmails.Load(events, person, ct);
        return TypedResults.Ok(
            PersonalDataReport.Of(
                id,
                "enrollment",
                clock.GetUtcNow(),
                [.. groups.Select(g => ("Groups", (object?)g)), .. emails.Select(e => ("Mail addresses", (object?)e))],
                await Read(history, ids, ct),
                data => user.Id() == id && IsForAdministration(data, person) ? null : FactOf(data, ids)
            )
        );
    }

    /// <summary>Of the person, and of those who were merged into the person.</summary>
    private static async Task<IReadOnlyList<IEvent>> Read(
        PersonalHistory history,
        IEnumerable<Guid> ids,
        CancellationToken ct
    )
    {
        var events = new List<IEvent>();
        foreach (var id in ids)
            events.AddRange(await history.Read(id, ct));
        return [.. events.DistinctBy(e => e.Id)];
    }

    private static PersonalFact? FactOf(object data, IEnumerable<Guid> ids) =>
        ids.Select(id => PersonalFacts.Of(data, id)).FirstOrDefault(fact => fact is not null);

    /// <summary>
    /// What is still to come may not be known to the person yet, such as a notice; nor is a legal hold, which would
    /// warn of a lawsuit.
    /// </summary>
    public static bool IsForAdministration(object data, Person person) =>
        data is PersonChangeScheduled s
            ? person.Scheduled.Any(change => change.Id == s.Id)
            : data is LegalHoldPlaced && person.LegalHold is not null;
}
