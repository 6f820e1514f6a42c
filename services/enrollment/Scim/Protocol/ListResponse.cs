using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The body that answers a list: RFC 7644 section 3.4.2 and RFC 9865 section 2.</summary>
public static class ListResponse
{
    /// <summary>A page by index.</summary>
    /// <param name="resources">Those of the page, as they are answered.</param>
    /// <param name="totalResults">Those of all pages.</param>
    /// <param name="startIndex">1 for the first of all.</param>
    public static JsonObject OfIndex(IReadOnlyCollection<JsonObject> resources, int totalResults, int startIndex)
    {
        var body = Start(totalResults, resources.Count);
        body["startIndex"] = startIndex;
        body["Resources"] = ArrayOf(resources);
        return body;
    }

    /// <summary>A page by cursor.</summary>
    /// <param name="totalResults">Those of all pages; null when the server does not count them.</param>
    /// <param name="nextCursor">Null on the last page.</param>
    public static JsonObject OfCursor(IReadOnlyCollection<JsonObject> resources, int? totalResults, string? nextCursor)
    {
        var body = Start(totalResults, resources.Count);
        if (nextCursor is not null)
            body["nextCursor"] = nextCursor;
        body["Resources"] = ArrayOf(resources);
        return body;
    }

    private static JsonObject Start(int? totalResults, int itemsPerPage)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(ScimUrns.ListResponse) };
        if (totalResults is { } total)
            body["totalResults"] = total;
        body["itemsPerPage"] = itemsPerPage;
        return body;
    }

    private static JsonArray ArrayOf(IEnumerable<JsonObject> resources) =>
        new([.. resources.Select(resource => resource.Parent is null ? resource : resource.DeepClone())]);
}
