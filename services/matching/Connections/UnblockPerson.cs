using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>A person takes requests from another one again.</summary>
public static class UnblockPerson
{
    public static async Task<NoContent> Handle(
        Guid person,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update<ConnectionProfile, ConnectionProfileEvent>(
            ConnectionProfile.IdOf(by),
            ConnectionProfile.Evolve,
            profile => Decide(profile, by, new(person), now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ConnectionProfileEvent[] Decide(
        ConnectionProfile? profile,
        PersonId by,
        PersonId other,
        DateTimeOffset now
    ) =>
        profile?.Blocked.Contains(other) is true
            ? [new PersonUnblocked(by, other, now)]
            : throw new DomainException(DomainError.NotFound, "You block no such person.");
}
