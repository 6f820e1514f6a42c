using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Integrations;

/// <summary>A token ends at once.</summary>
public static class RevokeToken
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid token,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update<IntegrationClient, ClientEvent>(
            id,
            IntegrationClient.Evolve,
            client => Decide(client, new(token), now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ClientEvent[] Decide(IntegrationClient? client, TokenId token, DateTimeOffset now) =>
        client?.Tokens.Find(t => t.Id == token) switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such token."),
            { RevokedAt: not null } => [],
            _ => [new TokenRevoked(client.Id, token, now)],
        };
}
