using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace PeerNetwork.Portal.Preferences;

/// <summary>Language and theme, each in a cookie. A change loads the page anew.</summary>
internal static class PreferencesRegistration
{
    private static readonly CookieOptions Kept = new()
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
    };

    public static void AddPreferences(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization();
        builder.Services.Configure<RequestLocalizationOptions>(options =>
            options
                .SetDefaultCulture(Languages.All[0])
                .AddSupportedCultures([.. Languages.All])
                .AddSupportedUICultures([.. Languages.All])
        );
    }

    public static void UsePreferences(this IApplicationBuilder app)
    {
        app.UseRequestLocalization();
        app.Use(
            (context, next) =>
            {
                // With it the browser says from the first request on whether its system is dark.
                context.Response.Headers["Accept-CH"] = Appearance.BrowserHint;
                context.Response.Headers["Critical-CH"] = Appearance.BrowserHint;
                context.Response.Headers.Vary = Appearance.BrowserHint;
                return next(context);
            }
        );
    }

    public static void MapPreferences(this IEndpointRouteBuilder app) =>
        app.MapGet("/preferences", Set).AllowAnonymous();

    private static RedirectHttpResult Set(HttpResponse response, string? language, ThemeChoice? theme, string? back)
    {
        if (language is not null && Languages.All.Contains(language))
            response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
                Kept
            );
        if (theme is { } choice && Enum.IsDefined(choice))
            response.Cookies.Append(Appearance.Cookie, choice.ToString(), Kept);
        return TypedResults.LocalRedirect(RedirectHttpResult.IsLocalUrl(back) ? back! : "/");
    }
}
