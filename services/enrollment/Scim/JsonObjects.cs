using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>Reads and writes attributes of a resource by their path.</summary>
internal static class JsonObjects
{
    /// <summary>A value as text; null where there is none, or another kind of node.</summary>
    public static string? TextAt(this JsonObject resource, params ReadOnlySpan<string> path)
    {
        return resource.NodeAt(path) is JsonValue value ? value.ToString() : null;
    }

    public static JsonNode? NodeAt(this JsonObject resource, params ReadOnlySpan<string> path)
    {
        JsonNode? node = resource;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    /// <summary>Sets a value, with the objects on its path; null removes it, and objects that become empty.</summary>
    public static void SetAt(this JsonObject resource, ReadOnlySpan<string> path, JsonNode? value)
    {
        if (path is [var name])
        {
            if (value is null)
                resource.Remove(name);
            else
                resource[name] = value;
            return;
        }

        if (resource[path[0]] is not JsonObject part)
        {
            if (value is null)
                return;
            resource[path[0]] = part = [];
        }

        part.SetAt(path[1..], value);
        if (part.Count == 0)
            resource.Remove(path[0]);
    }

    /// <summary>The objects of a multi-valued attribute.</summary>
    public static IEnumerable<JsonObject> Items(this JsonObject resource, string attribute) =>
        (resource[attribute] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>A copy without these attributes.</summary>
    public static JsonObject Without(this JsonObject resource, params ReadOnlySpan<string> names)
    {
        var copy = (JsonObject)resource.DeepClone();
        foreach (var name in names)
            copy.Remove(name);
        return copy;
    }

    /// <summary>The same text for the same content, in whatever order a client sent the attributes.</summary>
    public static string ToCanonicalJson(this JsonObject resource) => Sort(resource)!.ToJsonString();

    private static JsonNode? Sort(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sort(p.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Sort)]),
            _ => node?.DeepClone(),
        };
}

internal static class Guids
{
    /// <summary>The empty id, which no resource has, for text that is none.</summary>
    public static Guid ParseOrEmpty(string text) => Guid.TryParse(text, out var id) ? id : Guid.Empty;
}
