using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.People;

/// <summary>When the reader may be met, and in which zone that is meant.</summary>
public sealed record MyWorkingHours(string Zone, TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days)
{
    public static async Task<Ok<MyWorkingHours>> Handle(ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var person = await events.LoadPerson(user.PersonId(), ct);
        return TypedResults.Ok(new MyWorkingHours(person.Zone, person.Hours.From, person.Hours.To, person.Hours.Days));
    }
}
