using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using Errors = OpenIddict.Abstractions.OpenIddictConstants.Errors;

namespace PeerNetwork.IdentityProvider;

/// <summary>OpenIddict without a store: which clients it knows, how it signs, and which requests it refuses.</summary>
internal static class Provider
{
    public const string Audience = "peernetwork";

    /// <summary>The client of scripts: client credentials without a secret, a token of any person.</summary>
    public const string ToolsClient = "peernetwork-tools";

    /// <summary>The client of browsers, which signs a person in by authorization code with PKCE.</summary>
    public const string PortalClient = "peernetwork-portal";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>
    /// Reads <c>Issuer</c>, the provider's own address, and <c>SigningKey</c>, a private JSON Web Key for ES256.
    /// </summary>
    public static void AddProvider(this WebApplicationBuilder builder)
    {
        var issuer = Required(builder, "Issuer");
        var key = SigningKey(new JsonWebKey(Required(builder, "SigningKey")));
        builder
            .Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.EnableDegradedMode().SetIssuer(new Uri(issuer));
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
                server.SetEndSessionEndpointUris("connect/logout");
                server.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.AllowRefreshTokenFlow();
                // The encryption key is for codes alone: a code ends with the process.
                server.AddSigningKey(key).AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
                server.SetAccessTokenLifetime(Lifetime).SetIdentityTokenLifetime(Lifetime);
                server
                    .UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .DisableTransportSecurityRequirement();
                // The tools have no secret; which client may use which grant is checked instead.
                var secretCheck = OpenIddictServerHandlers.Exchange.ValidateClientCredentialsParameters.Descriptor;
                server.RemoveEventHandler(secretCheck);
                server.AddEventHandler<ValidateTokenRequestContext>(h =>
                    h.UseInlineHandler(Validate).SetOrder(secretCheck.Order)
                );
                server.AddEventHandler<ValidateAuthorizationRequestContext>(h => h.UseInlineHandler(Validate));
                server.AddEventHandler<ValidateEndSessionRequestContext>(h => h.UseInlineHandler(Validate));
            });
    }

    private static ValueTask Validate(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != PortalClient)
            context.Reject(Errors.InvalidClient, $"The client must be {PortalClient}.");
        else if (!IsHere(context.RedirectUri))
            context.Reject(Errors.InvalidRequest, "The redirect_uri must be on this machine.");
        else if (SignInRequest.IsComplete(context.Request))
            RejectInvalidAccount(context, context.Request);
        return default;
    }

    private static ValueTask Validate(ValidateEndSessionRequestContext context)
    {
        if (!IsHere(context.PostLogoutRedirectUri))
            context.Reject(Errors.InvalidRequest, "The post_logout_redirect_uri must be on this machine.");
        return default;
    }

    private static bool IsHere(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback;

    private static ValueTask Validate(ValidateTokenRequestContext context)
    {
        var client = context.Request.IsClientCredentialsGrantType() ? ToolsClient : PortalClient;
        if (context.ClientId != client)
            context.Reject(Errors.InvalidClient, $"The client must be {client}.");
        else if (client == ToolsClient)
            RejectInvalidAccount(context, context.Request);
        return default;
    }

    private static void RejectInvalidAccount(BaseValidatingContext context, OpenIddictRequest request)
    {
        if (SignInRequest.Of(request).Problem is { } problem)
            context.Reject(Errors.InvalidRequest, problem);
    }

    private static ECDsaSecurityKey SigningKey(JsonWebKey jwk) =>
        jwk is { HasPrivateKey: true, Crv: JsonWebKeyECTypes.P256 }
            ? new(
                ECDsa.Create(
                    new ECParameters
                    {
                        Curve = ECCurve.NamedCurves.nistP256,
                        Q = { X = Base64UrlEncoder.DecodeBytes(jwk.X), Y = Base64UrlEncoder.DecodeBytes(jwk.Y) },
                        D = Base64UrlEncoder.DecodeBytes(jwk.D),
                    }
                )
            )
            {
                KeyId = jwk.KeyId,
            }
            : throw new InvalidOperationException("SigningKey must be a private JSON Web Key of the curve P-256.");

    private static string Required(WebApplicationBuilder builder, string setting) =>
        builder.Configuration[setting] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{setting} is required.");
}
