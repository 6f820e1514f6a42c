using System.ComponentModel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Where tokens come from and how they are checked: the section <c>Auth</c> of the configuration.</summary>
public sealed class TokenSettings : ProviderSettings
{
    public const string Section = "Auth";

    [Providers]
    [Description("Further providers whose tokens are accepted, such as that of a subsidiary.")]
    public ProviderSettings[] OtherProviders { get; set; } = [];

    public ProviderSettings[] All() => [this, .. OtherProviders];

    /// <summary>The provider whose tokens name this issuer; null for an unknown issuer.</summary>
    public ProviderSettings? Find(string? issuer) =>
        issuer == Issuer ? this : Array.Find(OtherProviders, p => p.Issuer == issuer);
}

/// <summary>The OpenID Connect provider has not answered yet, or not over a connection to be trusted.</summary>
internal sealed class ProviderUnavailableException(Exception cause)
    : Exception("The OpenID Connect provider does not answer. Try again in a moment.", cause);

/// <summary>
/// Every service checks every token itself: issuer, audience, lifetime, and a signature by a key that can only verify.
/// </summary>
public static class Tokens
{
    /// <summary>OpenID Connect Core 1.0, section 2: "sub".</summary>
    public const int MaxSubject = 255;

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
        var providers = builder.AddSettings<TokenSettings>(TokenSettings.Section).All().Length;
        builder
            .Services.AddOptions<TokenSettings>()
            .Validate(
                settings => development || !settings.All().Any(p => p.UsesPlainHttp),
                "Auth__Authority is wrong: it must be an https address outside Development."
            )
            .Validate(
                settings => settings.OtherProviders.All(p => p.Issuer != settings.Issuer),
                "Auth__OtherProviders is wrong: no two providers may have the same issuer."
            );
        builder.Services.AddSingleton(provider => new TokenCache(provider.GetRequiredService<TimeProvider>())
        {
            MapInboundClaims = false,
        });
        var authentication = builder
            .Services.AddAuthentication(Providers.ByIssuer)
            .AddPolicyScheme(Providers.ByIssuer, null, _ => { });
        builder
            .Services.AddOptions<PolicySchemeOptions>(Providers.ByIssuer)
            .Configure<IOptions<TokenSettings>>(
                (scheme, settings) =>
                    scheme.ForwardDefaultSelector = context => Providers.SelectScheme(context, settings.Value)
            );
        for (var i = 0; i < providers; i++)
        {
            var index = i;
            authentication.AddJwtBearer(Providers.SchemeOf(index), _ => { });
            builder
                .Services.AddOptions<JwtBearerOptions>(Providers.SchemeOf(index))
                .Configure<IOptions<TokenSettings>, TokenCache>(
                    (bearer, settings, cache) => Configure(bearer, settings.Value.All()[index], cache, development)
                )
                .PostConfigure(bearer =>
                {
                    // A key that the provider has withdrawn must not verify tokens any more.
                    if (bearer.ConfigurationManager is BaseConfigurationManager keys)
                        keys.UseLastKnownGoodConfiguration = false;
                });
        }

        builder
            .Services.AddHealthChecks()
            .AddCheck<TokenProviderHealthCheck>(
                "token-provider",
                HealthStatus.Degraded,
                tags: [],
                timeout: TimeSpan.FromSeconds(10)
            );
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void Configure(
        JwtBearerOptions bearer,
        ProviderSettings settings,
        TokenCache cache,
        bool development
    )
    {
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(cache);
        bearer.SaveToken = false;
        bearer.Authority = settings.Authority;
        bearer.RequireHttpsMetadata = !development;
        if (settings.CertificateAuthority is { Length: > 0 } file)
            bearer.BackchannelHttpHandler = new SocketsHttpHandler
            {
                SslOptions = { CertificateChainPolicy = CertificateAuthority.TrustOnly(file) },
            };
        bearer.TokenValidationParameters = new()
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromSeconds(30),
            NameClaimType = settings.SubjectClaim,
            RoleClaimType = Claims.Roles,
        };
        bearer.Events = new()
        {
            OnTokenValidated = token =>
            {
                if (token.Principal?.FindFirst(settings.SubjectClaim)?.Value is not { Length: > 0 and <= MaxSubject })
                    token.Fail($"The claim {settings.SubjectClaim} must name an account.");
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = failed =>
                failed.Exception is SecurityTokenSignatureKeyNotFoundException
                    ? RequireProvider(failed.Options, failed.HttpContext.RequestAborted)
                    : Task.CompletedTask,
        };
    }

    /// <summary>Without the provider's keys no token can be found good, so that the token is not to blame.</summary>
    private static async Task RequireProvider(JwtBearerOptions bearer, CancellationToken ct)
    {
        try
        {
            await bearer.ConfigurationManager!.GetConfigurationAsync(ct);
        }
        catch (InvalidOperationException e)
        {
            throw new ProviderUnavailableException(e);
        }
    }
}
