using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Integrations;

/// <summary>A client gets a token. It is shown once; only its hash is stored.</summary>
public static class IssueToken
{
    private const string Prefix = "pnt_";

    private const int MaxDays = 730,
        MaxValidTokens = 5,
        TokenBytes = 32;

    /// <param name="ValidDays">How long the token can be used, 1 to 730 days.</param>
    public sealed record Request(int ValidDays);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.ValidDays).InclusiveBetween(1, MaxDays);
    }

    /// <param name="Token">The bearer token. It cannot be shown again.</param>
    public sealed record Response(Guid Id, string Token, DateTimeOffset ExpiresAt);

    public static async Task<Created<Response>> Handle(
        Guid id,
        Request request,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var (token, expiresAt) = (NewToken(), now.AddDays(request.ValidDays));
        var tokenId = new TokenId(Guid.CreateVersion7(now));
        await events.Update<IntegrationClient, ClientEvent>(
            id,
            IntegrationClient.Evolve,
            client => Decide(client, tokenId, HashOf(token), expiresAt, now),
            ct
        );
        return TypedResults.Created(
            $"/integrations/{id}/tokens/{tokenId.Value}",
            new Response(tokenId.Value, token, expiresAt)
        );
    }

    public static ClientEvent[] Decide(
        IntegrationClient? client,
        TokenId token,
        Guid hash,
        DateTimeOffset expiresAt,
        DateTimeOffset now
    ) =>
        client switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such client."),
            _ when client.Tokens.Count(t => t.IsValid(now)) >= MaxValidTokens => throw new DomainException(
                DomainError.Conflict,
                $"The client has {MaxValidTokens} valid tokens. Revoke one first."
            ),
            _ => [new TokenIssued(client.Id, token, hash, expiresAt, now)],
        };

    /// <summary>SHA-256 is enough: a token has 256 random bits, so that no list of likely tokens helps.</summary>
    /// <returns>Null for what is no token of ours.</returns>
    public static Guid? FindHash(string? token) =>
        token?.StartsWith(Prefix, StringComparison.Ordinal) is true ? HashOf(token) : null;

    private static Guid HashOf(string token) => HashedId.From(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string NewToken() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
}
