using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>The person who is asked declines. No reason is asked, and none is shown.</summary>
public static class DeclineConnection
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update(writes => writes.UpdateConnection(id, c => Decide(c, by, now)), ct);
        return TypedResults.NoContent();
    }

    public static ConnectionEvent[] Decide(Connection? connection, PersonId by, DateTimeOffset now) =>
        connection is { } c && c.Request.To == by
            ? c.EndUnanswered(ConnectionState.Declined, now)
            : throw ConnectionGuards.NotFound();
}
