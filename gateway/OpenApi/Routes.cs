using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace PeerNetwork.Gateway.OpenApi;

/// <summary>
/// The joined document at <c>/openapi</c> and Scalar's page for it at <c>/scalar</c>, open to all: they contain no more
/// than the services' own documents.
/// </summary>
public static class Routes
{
    public static void MapOpenApiReference(this IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/openapi",
                async (ServiceDocuments documents) => TypedResults.Bytes(await documents.Joined(), "application/json")
            )
            .AllowAnonymous();
        app.MapScalarApiReference(ConfigurePage).AllowAnonymous();
    }

    /// <summary>Scalar's script is part of its package. The page must not load or send anything elsewhere.</summary>
    private static void ConfigurePage(ScalarOptions page, HttpContext context)
    {
        // Hexadecimal, because HTML escapes a base64 "+" and the page must contain what the policy names.
        var nonce = RandomNumberGenerator.GetHexString(32);
        page.WithTitle("PeerNetwork")
            .WithOpenApiRoutePattern("/openapi")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .WithNonce(nonce)
            .AddHeadContent($"<meta property=\"csp-nonce\" content=\"{nonce}\" />");
        // It blocks a few of Scalar's inline styles, which the page does not need.
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
