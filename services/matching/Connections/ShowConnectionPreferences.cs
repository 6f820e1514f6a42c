using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>A person sees what they stated about connections.</summary>
public static class ShowConnectionPreferences
{
    /// <param name="Blocked">The people from whom this person takes no requests.</param>
    public sealed record View(
        bool Open,
        string? Note,
        int? MaxMinutesPerMonth,
        bool ShowsSkills,
        bool ShowsInterests,
        IReadOnlyList<Guid> Blocked
    );

    public static async Task<Ok<View>> Handle(ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var profile = await events.Read<ConnectionProfile, ConnectionProfileEvent>(
            ConnectionProfile.IdOf(user.PersonId()),
            ConnectionProfile.Evolve,
            ct
        );
        var stated = profile?.Preferences;
        return TypedResults.Ok(
            new View(
                stated?.Open ?? false,
                stated?.Note?.ToString(),
                stated?.MaxMinutesPerMonth,
                stated?.ShowsSkills ?? false,
                stated?.ShowsInterests ?? false,
                [.. (profile?.Blocked ?? []).Select(person => person.Value).Order()]
            )
        );
    }
}
