using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.SignIn;

/// <summary>
/// Signs users in at the OpenID Connect provider, by authorization code with PKCE. The cookie names a sign-in; tokens
/// stay in <see cref="SessionTickets"/>.
/// </summary>
internal static class SignInRegistration
{
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.AddSettings<SignInSettings>("Auth");
        builder.Services.AddSingleton<ITicketStore, SessionTickets>();
        builder.Services.AddSingleton<TokenRefresh>();
        builder.Services.AddScoped<UserTokens>();
        builder
            .Services.AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "portal-session";
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                cookie.SlidingExpiration = false;
                cookie.AccessDeniedPath = "/forbidden";
            })
            .AddOpenIdConnect();
        builder
            .Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<ITicketStore>((cookie, tickets) => cookie.SessionStore = tickets);
        builder
            .Services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<IOptions<SignInSettings>>((oidc, settings) => Configure(oidc, settings.Value, development));
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddCascadingAuthenticationState();
    }

    /// <summary>
    /// Only the gateway reaches the portal. It says at which address the browser sees both; the provider sends the
    /// browser back there.
    /// </summary>
    public static void UseGatewayAddresses(this IApplicationBuilder app)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        app.UseForwardedHeaders(forwarded);
    }

    private static void Configure(OpenIdConnectOptions oidc, SignInSettings settings, bool development)
    {
        oidc.Authority = settings.Authority;
        oidc.RequireHttpsMetadata = !development;
        oidc.ClientId = settings.ClientId;
        oidc.ClientSecret = settings.ClientSecret;
        if (settings.CertificateAuthority is { Length: > 0 } file)
            oidc.BackchannelHttpHandler = new SocketsHttpHandler
            {
                SslOptions = { CertificateChainPolicy = CertificateAuthority.TrustOnly(file) },
            };
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        // With a form the browser would come from another site, and send no cookie that is SameSite=Lax.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.SaveTokens = true;
        oidc.MapInboundClaims = false;
        oidc.Events.OnTicketReceived = context =>
        {
            context.Properties!.ExpiresUtc = EndOf(context.Properties, settings);
            return Task.CompletedTask;
        };
        oidc.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            oidc.Scope.Add(scope);
        oidc.SignedOutRedirectUri = "/signed-out";
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        }
    }

    /// <summary>Without a refresh token a sign-in ends with its access token.</summary>
    private static DateTimeOffset? EndOf(AuthenticationProperties properties, SignInSettings settings) =>
        properties.GetTokenValue(OpenIdConnectParameterNames.RefreshToken) is null
        && properties.GetTokenValue("expires_at") is { } ends
            ? DateTimeOffset.Parse(ends, CultureInfo.InvariantCulture)
            : TimeProvider.System.GetUtcNow() + settings.Longest;
}
