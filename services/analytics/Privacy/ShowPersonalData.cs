using System.Security.Claims;
using JasperFx.Events;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Engagement;
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
        var stored = WithoutLaterEvents(await history.Read(id, ct), id);
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

    /// <summary>The events without what a group did after the person had left it.</summary>
    private static IReadOnlyList<IEvent> WithoutLaterEvents(IReadOnlyList<IEvent> stored, Guid person)
    {
        var departures = stored
            .Select(e => e.Data)
            .OfType<MemberLeft>()
            .Where(left => left.Member.Person == person)
            .ToDictionary(left => left.Mentorship, left => left.Version);
        return [.. stored.Where(e => !IsLater(e))];

        bool IsLater(IEvent e) =>
            departures.TryGetValue(e.StreamId, out var left)
            // The match has a version of its own in the same stream.
            && e.Data.GetType().Namespace == typeof(MemberLeft).Namespace
            && ReplicatedEvents.Of(e.Data).IdOf(e.Data).Version > left;
    }
}
