using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Integrations;

/// <summary>Shows a client and its tokens, never their text.</summary>
public static class ShowClient
{
    public sealed record Response(
        Guid Id,
        string Name,
        IReadOnlyList<ClientScope> Scopes,
        string DefaultSite,
        AccountAttribute AccountAttribute,
        IReadOnlyList<TokenView> Tokens
    );

    public sealed record TokenView(
        Guid Id,
        DateTimeOffset IssuedAt,
        DateTimeOffset ExpiresAt,
        DateTimeOffset? RevokedAt
    );

    public static async Task<Ok<Response>> Handle(Guid id, EventStreams events, CancellationToken ct)
    {
        var client =
            await events.Read<IntegrationClient, ClientEvent>(id, IntegrationClient.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such client.");
        return TypedResults.Ok(
            new Response(
                client.Id.Value,
                client.Name,
                client.Scopes,
                client.DefaultSite,
                client.AccountAttribute,
                [.. client.Tokens.Select(t => new TokenView(t.Id.Value, t.IssuedAt, t.ExpiresAt, t.RevokedAt))]
            )
        );
    }
}
