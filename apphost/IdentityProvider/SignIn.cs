using System.Collections.Concurrent;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PeerNetwork.IdentityProvider;

/// <summary>
/// The page on which a person is chosen, and the exchange of a code or a refresh token for tokens. Those of a sign-in
/// last as long as the setting <c>SignInTokenLifetime</c> says.
/// </summary>
internal static class SignIn
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapSignIn(this WebApplication app)
    {
        var usedCodes = new ConcurrentDictionary<string, bool>();
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize);
        var lifetime = app.Configuration.GetValue("SignInTokenLifetime", TimeSpan.FromHours(1));
        Delegate exchange = (HttpContext http) => Exchange(http, usedCodes, lifetime);
        app.MapPost("/connect/token", exchange);
        // The provider keeps no session of its own: there is nothing to end but that of the portal.
        app.MapMethods(
            "/connect/logout",
            [HttpMethods.Get, HttpMethods.Post],
            () => Results.SignOut(authenticationSchemes: [Scheme])
        );
    }

    private static IResult Authorize(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        return SignInRequest.IsComplete(request)
            ? Results.SignIn(
                SignInRequest.Of(request).Principal().SetScopes(request.GetScopes()),
                authenticationScheme: Scheme
            )
            : Results.Content(SignInPage.Of(request), "text/html; charset=utf-8");
    }

    private static async Task<IResult> Exchange(
        HttpContext http,
        ConcurrentDictionary<string, bool> usedCodes,
        TimeSpan lifetime
    )
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
            return Results.SignIn(SignInRequest.Of(request).Principal(), authenticationScheme: Scheme);
        var user = (await http.AuthenticateAsync(Scheme)).Principal!.SetAccessTokenLifetime(lifetime);
        if (request.IsRefreshTokenGrantType() || usedCodes.TryAdd(user.GetClaim(SignInRequest.CodeId)!, true))
            return Results.SignIn(user, authenticationScheme: Scheme);
        var error = new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The code was used already.",
        };
        return Results.Forbid(new AuthenticationProperties(error), [Scheme]);
    }
}
