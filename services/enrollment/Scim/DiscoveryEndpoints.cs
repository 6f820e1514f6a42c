using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Scim.Queries;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>What the server can do: RFC 7644, section 4.</summary>
internal static class DiscoveryEndpoints
{
    private static readonly ServiceProviderLimits Limits = new(
        BulkEndpoint.MaxOperations,
        BulkEndpoint.MaxBytes,
        ResourceQuery.Limits
    );

    public static void MapDiscovery(this IEndpointRouteBuilder scim)
    {
        scim.MapGet(
            "/ServiceProviderConfig",
            (HttpRequest request) => Answer(request, root => Discovery.ServiceProviderConfig(Limits, root))
        );
        scim.MapGet(
            "/Schemas",
            async (HttpRequest request, ReadModels models, CancellationToken ct) =>
            {
                var schemas = Answer(request, Discovery.ListSchemas);
                foreach (var schema in schemas.Body.Items("Resources"))
                    await NameSites(schema, models, ct);
                return schemas;
            }
        );
        scim.MapGet(
            "/Schemas/{urn}",
            async (string urn, HttpRequest request, ReadModels models, CancellationToken ct) =>
            {
                var schema = Answer(request, root => Discovery.FindSchema(urn, root));
                await NameSites(schema.Body, models, ct);
                return schema;
            }
        );
        scim.MapGet("/ResourceTypes", (HttpRequest request) => Answer(request, Discovery.ListResourceTypes));
        scim.MapGet(
            "/ResourceTypes/{name}",
            (string name, HttpRequest request) => Answer(request, root => Discovery.FindResourceType(name, root))
        );
    }

    /// <summary>A client learns here which sites it can name.</summary>
    private static async Task NameSites(JsonObject schema, ReadModels models, CancellationToken ct)
    {
        if (schema.TextAt("id") != ScimUrns.WorkUser)
            return;
        var sites = await SitesProjection.LoadAll(models, ct);
        schema.Items("attributes").Single(a => a.TextAt("name") == "site")["canonicalValues"] = new JsonArray([
            .. sites.Select(s => s.Code).Order().Select(code => (JsonNode?)JsonValue.Create(code)),
        ]);
    }

    private static ScimResult Answer(HttpRequest request, Func<string, JsonObject?> describe)
    {
        // RFC 7644, section 4: filters are refused here.
        if (request.Query.ContainsKey("filter"))
            throw new ScimException(StatusCodes.Status403Forbidden, null, "This list cannot be filtered.");
        var root = $"{ScimRequests.RootOf(request)}".TrimEnd('/');
        return new(describe(root) ?? throw ScimRequests.NotFound("There is nothing of this name."));
    }
}
