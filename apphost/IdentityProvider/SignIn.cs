using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PeerNetwork.IdentityProvider;

/// <summary>The page on which a person is chosen, and the exchange of a code for tokens.</summary>
internal static class SignIn
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    private static readonly (string Title, string Subject, string Role, string Site)[] Personas =
    [
        ("Human resources", "human-resources", ServiceDefaults.Roles.PeopleAdmin, "*"),
        ("Coordinator of all sites", "coordinator", ServiceDefaults.Roles.Coordinator, "*"),
        ("Coordinator of Berlin", "coordinator-berlin", ServiceDefaults.Roles.Coordinator, "BER"),
        ("Sponsor", "sponsor", ServiceDefaults.Roles.Sponsor, "*"),
        ("Overseer", "overseer", ServiceDefaults.Roles.Overseer, "*"),
        ("Employee 100001 of the demo company", "100001", ServiceDefaults.Roles.Employee, ""),
    ];

    public static void MapSignIn(this WebApplication app)
    {
        var usedCodes = new ConcurrentDictionary<string, bool>();
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize);
        Delegate exchange = (HttpContext http) => Exchange(http, usedCodes);
        app.MapPost("/connect/token", exchange);
    }

    private static IResult Authorize(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        return SignInRequest.IsComplete(request)
            ? Results.SignIn(
                SignInRequest.Of(request).Principal().SetScopes(request.GetScopes()),
                authenticationScheme: Scheme
            )
            : Results.Content(Page(request), "text/html; charset=utf-8");
    }

    private static async Task<IResult> Exchange(HttpContext http, ConcurrentDictionary<string, bool> usedCodes)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
            return Results.SignIn(SignInRequest.Of(request).Principal(), authenticationScheme: Scheme);
        var code = (await http.AuthenticateAsync(Scheme)).Principal!;
        if (usedCodes.TryAdd(code.GetClaim(SignInRequest.CodeId)!, true))
            return Results.SignIn(code, authenticationScheme: Scheme);
        var error = new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The code was used already.",
        };
        return Results.Forbid(new AuthenticationProperties(error), [Scheme]);
    }

    private static string Page(OpenIddictRequest request)
    {
        var given = request
            .GetParameters()
            .Where(p => !string.IsNullOrEmpty((string?)p.Value))
            .ToDictionary(p => p.Key, p => (string?)p.Value);
        var page = new StringBuilder();
        foreach (var (title, subject, role, site) in Personas)
        {
            var address = QueryHelpers.AddQueryString(
                "/connect/authorize",
                new Dictionary<string, string?>(given)
                {
                    ["subject"] = subject,
                    ["roles"] = role,
                    ["sites"] = site,
                }
            );
            page.Append($"<p><a href=\"{Html(address)}\">{title}</a></p>");
        }

        var hidden = given.Select(p => $"<input type=\"hidden\" name=\"{Html(p.Key)}\" value=\"{Html(p.Value!)}\">");
        var roles = ServiceDefaults.Roles.All.Select(role =>
            $"<label><input type=\"checkbox\" name=\"roles\" value=\"{role}\"> {role}</label><br>"
        );
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <title>Sign in for Development</title>
            <h1>Sign in for Development</h1>
            {page}
            <form action="/connect/authorize">
              {string.Concat(hidden)}
              <p><label>Account <input name="subject" required></label> an employee number of the demo company</p>
              <p>{string.Concat(roles)}</p>
              <p><label>Site in scope, * for all <input name="sites"></label></p>
              <button>Sign in</button>
            </form>
            </html>
            """;
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
