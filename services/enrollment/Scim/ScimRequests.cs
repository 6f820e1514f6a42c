using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>Reads what every SCIM request has.</summary>
internal static class ScimRequests
{
    /// <summary>
    /// The base address of the SCIM server, as the client sees it. Only the gateway reaches a service, and it sets
    /// these headers itself.
    /// </summary>
    public static Uri RootOf(HttpRequest request)
    {
        var scheme = request.Headers["X-Forwarded-Proto"] is [{ Length: > 0 } proto] ? proto : request.Scheme;
        var host = request.Headers["X-Forwarded-Host"] is [{ Length: > 0 } forwarded] ? forwarded : $"{request.Host}";
        return Uri.TryCreate($"{scheme}://{host}{Routes.Root}/", UriKind.Absolute, out var root)
            ? root
            : throw new ScimException(StatusCodes.Status400BadRequest, null, "The header Host names no host.");
    }

    /// <exception cref="ScimException">The body is no JSON object.</exception>
    public static async Task<JsonObject> ReadBody(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            throw new ScimException(
                StatusCodes.Status415UnsupportedMediaType,
                null,
                "Send the body as application/scim+json."
            );
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, ct);
        return ScimJson.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>An id of another form than ours names nothing.</summary>
    /// <exception cref="ScimException">The text is no id.</exception>
    public static Guid ParseId(string id) =>
        Guid.TryParseExact(id, "D", out var parsed)
            ? parsed
            : throw NotFound($"There is no resource with the id {id}.");

    public static ScimException NotFound(string detail) => new(StatusCodes.Status404NotFound, null, detail);
}
