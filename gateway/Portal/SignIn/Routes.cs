using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PeerNetwork.Portal.SignIn;

internal static class Routes
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/sign-in",
                (string? back) =>
                    TypedResults.Challenge(
                        new AuthenticationProperties { RedirectUri = RedirectHttpResult.IsLocalUrl(back) ? back : "/" },
                        [OpenIdConnectDefaults.AuthenticationScheme]
                    )
            )
            .AllowAnonymous();
        // To bind a form is what makes its antiforgery token necessary.
        app.MapPost(
            "/sign-out/confirmed",
            (IFormCollection _) =>
                TypedResults.SignOut(
                    authenticationSchemes:
                    [
                        CookieAuthenticationDefaults.AuthenticationScheme,
                        OpenIdConnectDefaults.AuthenticationScheme,
                    ]
                )
        );
    }
}
