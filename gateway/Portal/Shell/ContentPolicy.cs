using Microsoft.Extensions.Options;
using PeerNetwork.Portal.SignIn;

namespace PeerNetwork.Portal.Shell;

/// <summary>What a page may load and send: from and to the portal alone.</summary>
internal static class ContentPolicy
{
    public static void UseContentPolicy(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<IOptions<SignInSettings>>();
        var policy = new Lazy<string>(() => For(new Uri(settings.Value.Authority!)));
        app.Use(
            (context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = policy.Value;
                return next(context);
            }
        );
    }

    private static string For(Uri provider) =>
        string.Join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            // MudBlazor writes its theme and the places of menus as inline styles.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            // The form of the sign-out leads on to the provider.
            $"form-action 'self' {provider.GetLeftPart(UriPartial.Authority)}",
            "base-uri 'self'",
            "frame-ancestors 'none'"
        );
}
