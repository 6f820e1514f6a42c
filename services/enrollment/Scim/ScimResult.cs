using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>An answer of the SCIM server.</summary>
/// <param name="Location">The address of the resource, where it is one.</param>
internal sealed record ScimResult(JsonObject Body, int Status = StatusCodes.Status200OK, string? Location = null)
    : IResult
{
    private const string MediaType = "application/scim+json; charset=utf-8";

    /// <summary>The ids of the resources in the body: those of a list, or of the one resource.</summary>
    public Guid[] Shown =>
        Body["Resources"] is JsonArray list ? [.. list.OfType<JsonObject>().Select(IdOf)] : [IdOf(Body)];

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        if (Location is not null)
            response.Headers.Location = Location;
        return response.WriteAsync(Body.ToJsonString(), httpContext.RequestAborted);
    }

    private static Guid IdOf(JsonObject resource) => Guid.Parse(resource.TextAt("id")!);
}
