using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>The person who asked withdraws a request that is not answered yet.</summary>
public static class WithdrawConnection
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
        connection is { } c && c.Request.From == by
            ? c.EndUnanswered(ConnectionState.Withdrawn, now)
            : throw ConnectionGuards.NotFound();
}
