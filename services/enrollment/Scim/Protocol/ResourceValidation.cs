using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Brings the body of a POST or PUT into the form of the schemas: RFC 7644 sections 3.3 and 3.5.1.</summary>
public static class ResourceValidation
{
    /// <summary>
    /// The resource with names in the schema's spelling. Attributes that no schema knows, read-only ones and the
    /// password are left out; null and empty lists are no values; <c>schemas</c> follows from the extensions present.
    /// </summary>
    /// <exception cref="ScimException">A value is missing or wrong; the detail names the attribute.</exception>
    public static JsonObject Clean(JsonObject body, ScimResourceType type)
    {
        var given = ScimJson.Normalize(body);
        var resource = new JsonObject { ["schemas"] = null };
        Clean(given, resource, type.Attributes, "");
        foreach (var extension in type.Extensions)
        {
            if (!given.TryGetPropertyValue(extension.Id, out var value) || value is null)
                continue;
            if (value is not JsonObject values)
                throw ScimException.InvalidValue(extension.Id, "must be an object");
            var cleaned = new JsonObject();
            Clean(values, cleaned, extension.Attributes, $"{extension.Id}:");
            if (cleaned.Count > 0)
                resource[extension.Id] = cleaned;
        }

        resource["schemas"] = type.SchemasOf(resource);
        return resource;
    }

    private static void Clean(
        JsonObject given,
        JsonObject cleaned,
        IReadOnlyList<ScimAttribute> attributes,
        string prefix
    )
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Mutability == Mutability.ReadOnly || attribute.IsDiscarded)
                continue;
            var name = prefix + attribute.Name;
            if (
                given.TryGetPropertyValue(attribute.Name, out var value)
                && AttributeValues.Clean(attribute, value, name) is { } found
            )
                cleaned[attribute.Name] = found;
            else if (attribute.Required)
                throw ScimException.InvalidValue(name, "is required");
        }
    }
}
