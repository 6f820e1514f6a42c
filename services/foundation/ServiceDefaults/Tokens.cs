using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Where tokens come from and how they are checked: the section <c>Auth</c> of the configuration.</summary>
public sealed class TokenSettings
{
    public string? Issuer { get; set; }

    public string? Audience { get; set; }

    /// <summary>The OpenID Connect provider whose published keys sign tokens; HTTPS outside Development.</summary>
    public string? Authority { get; set; }

    /// <summary>
    /// A PEM file with the private certificate authority of the provider; without it, the machine's authorities count.
    /// </summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>The claim that names the account: always the same for one person, never given to another.</summary>
    public string SubjectClaim { get; set; } = Claims.Subject;

    /// <summary>The key of <see cref="AccountIds"/>.</summary>
    public string? AccountKey { get; set; }
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
        builder
            .Services.AddOptions<TokenSettings>()
            .BindConfiguration("Auth")
            .Validate(
                s => s is { Issuer.Length: > 0, Audience.Length: > 0 },
                "Auth:Issuer and Auth:Audience are required."
            )
            .Validate(s => s is { Authority.Length: > 0 }, "Auth:Authority is required.")
            .Validate(
                s =>
                    s.Authority is not { Length: > 0 } authority
                    || development
                    || authority.StartsWith("https://", StringComparison.OrdinalIgnoreCase),
                "Auth:Authority must be an https address outside Development."
            )
            .Validate(
                s => s.CertificateAuthority is null or "" || File.Exists(s.CertificateAuthority),
                "Auth:CertificateAuthority must be the path of a PEM file."
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
                (bearer, settings, cache) => Configure(bearer, settings.Value, cache, development)
            );
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

    private static void Configure(JwtBearerOptions bearer, TokenSettings settings, TokenCache cache, bool development)
    {
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(cache);
        bearer.SaveToken = false;
        bearer.Authority = settings.Authority;
        bearer.RequireHttpsMetadata = !development;
        if (settings.CertificateAuthority is { Length: > 0 } file)
            bearer.BackchannelHttpHandler = new SocketsHttpHandler
            {
                SslOptions = { CertificateChainPolicy = TrustOnly(file) },
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

    private static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private authority seldom publishes which certificates it withdrew.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
