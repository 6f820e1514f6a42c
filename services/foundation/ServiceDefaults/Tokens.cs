using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Where tokens come from and how they are checked: the section <c>Auth</c> of the configuration.</summary>
public sealed class TokenSettings
{
    public string? Issuer { get; set; }

    public string? Audience { get; set; }

    /// <summary>The OpenID Connect provider whose published keys sign tokens. Required outside Development.</summary>
    public string? Authority { get; set; }

    /// <summary>A JSON Web Key Set, for Development only, where the gateway issues tokens for any person.</summary>
    public string? PublicKeys { get; set; }
}

/// <summary>
/// Every service checks every token itself: issuer, audience, lifetime, and a signature by a key that can only verify.
/// </summary>
public static class Tokens
{
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
    ];

    public static void AddTokens(this IHostApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder
            .Services.AddOptions<TokenSettings>()
            .BindConfiguration("Auth")
            .Validate(
                s => s is { Issuer.Length: > 0, Audience.Length: > 0 },
                "Auth:Issuer and Auth:Audience are required."
            )
            .Validate(
                s => development || s.PublicKeys is null,
                "Auth:PublicKeys is for Development only: name an Auth:Authority."
            )
            .Validate(s => s is { Authority.Length: > 0 } or { PublicKeys.Length: > 0 }, "Auth:Authority is required.")
            .Validate(
                s => s.PublicKeys is null || KeysOf(s).All(k => k is not JsonWebKey { Kty: "oct" }),
                "Auth:PublicKeys holds a secret key."
            )
            .ValidateOnStart();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddSingleton(provider => new TokenCache(provider.GetRequiredService<TimeProvider>())
        {
            MapInboundClaims = false,
        });
        builder
            .Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<TokenSettings>, TokenCache>(
                (bearer, settings, cache) => Configure(bearer, settings.Value, cache)
            );
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void Configure(JwtBearerOptions bearer, TokenSettings settings, TokenCache cache)
    {
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(cache);
        bearer.SaveToken = false;
        bearer.Authority = settings.PublicKeys is null ? settings.Authority : null;
        bearer.TokenValidationParameters = new()
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            IssuerSigningKeys = KeysOf(settings),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromSeconds(30),
            NameClaimType = Claims.Subject,
            RoleClaimType = Claims.Roles,
        };
        bearer.Events = new()
        {
            OnTokenValidated = token =>
            {
                if (!Guid.TryParse(token.Principal?.FindFirst(Claims.Subject)?.Value, out _))
                    token.Fail("The token's sub is not the id of a person.");
                return Task.CompletedTask;
            },
        };
    }

    private static IEnumerable<SecurityKey> KeysOf(TokenSettings settings) =>
        settings.PublicKeys is { } keys ? new JsonWebKeySet(keys).Keys : [];
}
