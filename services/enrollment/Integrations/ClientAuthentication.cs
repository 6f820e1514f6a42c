using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Integrations;

/// <summary>The client whose token a request has.</summary>
public sealed record AuthenticatedClient(
    Guid Id,
    string[] Scopes,
    string DefaultSite,
    string AccountAttribute,
    DateTimeOffset ExpiresAt
)
{
    public AccountAttribute AccountSource { get; } = Enum.Parse<AccountAttribute>(AccountAttribute, ignoreCase: true);

    public bool MayDo(ClientScope scope) => Scopes.Contains(EnumText.Of(scope));
}

/// <summary>
/// Accepts the long-lived tokens of integration clients, at the routes that ask for this scheme and at no other. A
/// token is looked up with every request, so that a revoked one ends at once.
/// </summary>
public sealed class ClientAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ReadModels models,
    TimeProvider clock
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "IntegrationToken";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (
            !AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            || IssueToken.FindHash(header.Parameter) is not { } hash
        )
            return AuthenticateResult.NoResult();
        var client = await models.QueryFirstOrDefault<AuthenticatedClient>(
            $"""
            select c.id, c.scopes, c.default_site, c.account_attribute, t.expires_at
            from integration_tokens t join integration_clients c on c.id = t.client where t.hash = {hash}
            """,
            Context.RequestAborted
        );
        if (client is null || client.ExpiresAt <= clock.GetUtcNow())
            return AuthenticateResult.Fail("The token is unknown, revoked or expired.");
        var user = new ClaimsPrincipal([new ClientIdentity(client), new AccountIdentity(client.Id, [])]);
        return AuthenticateResult.Success(new(user, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private sealed class ClientIdentity(AuthenticatedClient client) : ClaimsIdentity(SchemeName)
    {
        public AuthenticatedClient Client => client;
    }

    /// <summary>The client that sent the request.</summary>
    public static AuthenticatedClient ClientOf(ClaimsPrincipal user) =>
        user.Identities.OfType<ClientIdentity>().Single().Client;

    /// <summary>Requires a token of a client that has this scope.</summary>
    public static AuthorizationPolicy Require(ClientScope scope) =>
        new AuthorizationPolicyBuilder(SchemeName)
            .RequireAuthenticatedUser()
            .RequireAssertion(request =>
                request.User.Identities.OfType<ClientIdentity>().Any(i => i.Client.MayDo(scope))
            )
            .Build();
}
