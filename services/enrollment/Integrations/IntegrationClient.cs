using System.Collections.Immutable;
using System.Diagnostics;

namespace PeerNetwork.Enrollment.Integrations;

public readonly record struct ClientId(Guid Value);

public readonly record struct TokenId(Guid Value);

/// <summary>What a client may do.</summary>
public enum ClientScope
{
    ReadUsers,
    WriteUsers,
}

/// <summary>Which attribute of a SCIM user is the subject of the account that signs the person in.</summary>
public enum AccountAttribute
{
    /// <summary>None: another source links accounts to people.</summary>
    None,
    UserName,
    ExternalId,
    EmployeeNumber,
}

public abstract record ClientEvent;

/// <param name="DefaultSite">The site of a person for whom the client names none.</param>
public sealed record ClientRegistered(
    ClientId Client,
    string Name,
    IReadOnlyList<ClientScope> Scopes,
    string DefaultSite,
    AccountAttribute AccountAttribute,
    DateTimeOffset At
) : ClientEvent;

/// <param name="Hash">Of the token, which is not stored itself.</param>
public sealed record TokenIssued(ClientId Client, TokenId Token, Guid Hash, DateTimeOffset ExpiresAt, DateTimeOffset At)
    : ClientEvent;

public sealed record TokenRevoked(ClientId Client, TokenId Token, DateTimeOffset At) : ClientEvent;

public sealed record IssuedToken(
    TokenId Id,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt = null
)
{
    public bool IsValid(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}

/// <summary>A system of the company that calls us with long-lived tokens, such as an identity provider.</summary>
public sealed record IntegrationClient(
    ClientId Id,
    string Name,
    IReadOnlyList<ClientScope> Scopes,
    string DefaultSite,
    AccountAttribute AccountAttribute
)
{
    public ImmutableList<IssuedToken> Tokens { get; init; } = [];

    public static IntegrationClient Evolve(IntegrationClient? client, ClientEvent e) =>
        (client, e) switch
        {
            (null, ClientRegistered r) => new(r.Client, r.Name, r.Scopes, r.DefaultSite, r.AccountAttribute),
            ({ } c, TokenIssued t) => c with { Tokens = c.Tokens.Add(new(t.Token, t.At, t.ExpiresAt)) },
            ({ } c, TokenRevoked r) => c with { Tokens = [.. c.Tokens.Select(t => Revoke(t, r))] },
            _ => throw new UnreachableException($"{e} cannot follow {client}"),
        };

    private static IssuedToken Revoke(IssuedToken token, TokenRevoked revoked) =>
        token.Id == revoked.Token ? token with { RevokedAt = revoked.At } : token;
}
