using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Gateway.Edge;

namespace PeerNetwork.Gateway.OpenApi;

/// <summary>
/// The joined document and the page that shows it, open to all: neither tells more than the services' own pages.
/// </summary>
public static class Routes
{
    public static void MapJoinedDocument(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/openapi").AllowAnonymous().ExcludeFromDescription();
        open.MapGet(
            "/",
            async (ServiceDocuments documents) => TypedResults.Bytes(await documents.Joined(), "application/json")
        );
        open.MapGet("/browse", (HttpContext context) => Page(context, "browse.html", "text/html; charset=utf-8"));
        open.MapGet(
            "/browse.js",
            (HttpContext context) => Page(context, "browse.js", "text/javascript; charset=utf-8")
        );
        open.MapGet("/browse.css", (HttpContext context) => Page(context, "browse.css", "text/css; charset=utf-8"));
    }

    private static FileStreamHttpResult Page(HttpContext context, string file, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.OwnPages;
        return TypedResults.Stream(typeof(Routes).Assembly.GetManifestResourceStream(file)!, type);
    }
}
