using System.Text.Encodings.Web;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;

namespace PeerNetwork.IdentityProvider;

/// <summary>The page on which an account is chosen: a persona by one click, or any account by a form.</summary>
internal static class SignInPage
{
    private const string Style = """
        :root { color-scheme: light dark; --back: #F7F8F7; --surface: #FFFFFF; --line: #D9DFDC; --text: #1B2420;
            --muted: #54615B; --primary: #0B6B53; --on-primary: #FFFFFF; }
        @media (prefers-color-scheme: dark) { :root { --back: #101614; --surface: #18211E; --line: #2C3934;
            --text: #E6ECE9; --muted: #9DABA5; --primary: #5CC8A8; --on-primary: #06231B; } }
        body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 720px; margin: 0 auto; padding: 40px 16px; }
        h1 { font-size: 28px; line-height: 1.3; margin: 0; }
        h2 { font-size: 20px; margin: 32px 0 8px; }
        p, .personas span, small { color: var(--muted); }
        .personas { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 16px;
            padding: 0; list-style: none; }
        .personas li { position: relative; padding: 16px; background: var(--surface); border: 1px solid var(--line);
            border-radius: 10px; }
        .personas li:focus-within, .personas li:hover { border-color: var(--primary); }
        .personas a { display: block; color: var(--primary); font-weight: 600; text-decoration: none; }
        .personas a::after { content: ""; position: absolute; inset: 0; border-radius: 10px; }
        form { padding: 16px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
        label { display: block; margin: 8px 0; }
        input:not([type=checkbox]) { display: block; box-sizing: border-box; width: 100%; padding: 8px; font: inherit;
            color: inherit; background: var(--back); border: 1px solid var(--muted); border-radius: 10px; }
        fieldset { margin: 16px 0; border: 1px solid var(--line); border-radius: 10px; }
        button { padding: 8px 16px; border: 0; border-radius: 10px; background: var(--primary);
            color: var(--on-primary); font: inherit; font-weight: 600; }
        :focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; }
        """;

    public static string Of(OpenIddictRequest request)
    {
        var given = request
            .GetParameters()
            .Where(p => !string.IsNullOrEmpty((string?)p.Value))
            .ToDictionary(p => p.Key, p => (string?)p.Value);
        var hidden = given.Select(p => $"<input type=\"hidden\" name=\"{Html(p.Key)}\" value=\"{Html(p.Value!)}\">");
        var roles = ServiceDefaults.Roles.All.Select(role =>
            $"<label><input type=\"checkbox\" name=\"roles\" value=\"{role}\"> {role}</label>"
        );
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in for Development</title>
            <link rel="icon" href="data:,">
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>Who would you like to be?</h1>
            <p>People and roles of the demo company. This page exists in Development alone.</p>
            <ul class="personas">{string.Concat(Persona.All.Select(persona => Link(persona, given)))}</ul>
            <h2>Another account</h2>
            <form action="/connect/authorize">
              {string.Concat(hidden)}
              <label>Account <input name="subject" required>
                <small>An employee number of the demo company</small></label>
              <fieldset><legend>Roles</legend>{string.Concat(roles)}</fieldset>
              <label>Site in scope <input name="sites"><small>Its code, or * for all</small></label>
              <button>Sign in</button>
            </form>
            </main>
            </body>
            </html>
            """;
    }

    private static string Link(Persona persona, Dictionary<string, string?> given)
    {
        var address = QueryHelpers.AddQueryString(
            "/connect/authorize",
            new Dictionary<string, string?>(given)
            {
                ["subject"] = persona.Subject,
                ["roles"] = persona.Role,
                ["sites"] = persona.Site,
            }
        );
        return $"<li><a href=\"{Html(address)}\">{persona.Title}</a><span>{persona.Description}</span></li>";
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
