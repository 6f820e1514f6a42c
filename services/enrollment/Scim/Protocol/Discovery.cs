using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The limits that the server publishes.</summary>
/// <param name="MaxBulkOperations">Operations in one bulk request.</param>
/// <param name="MaxBulkPayload">Bytes in one bulk request.</param>
/// <param name="Pages">The size of a page.</param>
/// <param name="CursorTimeout">How long a cursor is valid at least; null when it does not expire.</param>
public sealed record ServiceProviderLimits(
    int MaxBulkOperations,
    int MaxBulkPayload,
    PageLimits Pages,
    TimeSpan? CursorTimeout = null
);

/// <summary>
/// The discovery endpoints: RFC 7644 section 4. The base address, such as
/// <c>https://host/scim/v2</c>, has no slash at its end.
/// </summary>
public static class Discovery
{
    private static readonly ScimResourceType[] ResourceTypes = [ScimResourceType.User, ScimResourceType.Group];
    private static readonly ScimSchema[] Schemas =
    [
        .. ResourceTypes.SelectMany(type => type.Extensions.Prepend(type.Schema)),
    ];

    /// <summary>The answer of <c>/Schemas</c>.</summary>
    public static JsonObject ListSchemas(string baseAddress) =>
        ListResponse.OfIndex([.. Schemas.Select(schema => Write(schema, baseAddress))], Schemas.Length, 1);

    /// <summary>The answer of <c>/Schemas/{urn}</c>; null when there is no such schema.</summary>
    public static JsonObject? FindSchema(string urn, string baseAddress) =>
        Array.Find(Schemas, schema => schema.Id.Equals(urn, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Write(found, baseAddress)
            : null;

    /// <summary>The answer of <c>/ResourceTypes</c>.</summary>
    public static JsonObject ListResourceTypes(string baseAddress) =>
        ListResponse.OfIndex([.. ResourceTypes.Select(type => Write(type, baseAddress))], ResourceTypes.Length, 1);

    /// <summary>The answer of <c>/ResourceTypes/{name}</c>; null when there is no such type.</summary>
    public static JsonObject? FindResourceType(string name, string baseAddress) =>
        Array.Find(ResourceTypes, type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Write(found, baseAddress)
            : null;

    /// <summary>The answer of <c>/ServiceProviderConfig</c>.</summary>
    public static JsonObject ServiceProviderConfig(ServiceProviderLimits limits, string baseAddress) =>
        new()
        {
            ["schemas"] = new JsonArray(ScimUrns.ServiceProviderConfig),
            ["patch"] = Supported(),
            ["bulk"] = Supported(
                ("maxOperations", limits.MaxBulkOperations),
                ("maxPayloadSize", limits.MaxBulkPayload)
            ),
            ["filter"] = Supported(("maxResults", limits.Pages.MaxCount)),
            ["changePassword"] = new JsonObject { ["supported"] = false },
            ["sort"] = Supported(),
            ["etag"] = Supported(),
            ["pagination"] = Pagination(limits),
            ["authenticationSchemes"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "oauthbearertoken",
                    ["name"] = "OAuth Bearer Token",
                    ["description"] = "A token in the Authorization header",
                    ["specUri"] = "https://www.rfc-editor.org/info/rfc6750",
                    ["primary"] = true,
                }
            ),
            ["meta"] = Meta("ServiceProviderConfig", $"{baseAddress}/ServiceProviderConfig"),
        };

    private static JsonObject Pagination(ServiceProviderLimits limits)
    {
        var pagination = new JsonObject
        {
            ["cursor"] = true,
            ["index"] = true,
            ["defaultPaginationMethod"] = "index",
            ["defaultPageSize"] = limits.Pages.DefaultCount,
            ["maxPageSize"] = limits.Pages.MaxCount,
        };
        if (limits.CursorTimeout is { } timeout)
            pagination["cursorTimeout"] = (int)timeout.TotalSeconds;
        return pagination;
    }

    private static JsonObject Supported(params (string Name, int Value)[] limits)
    {
        var feature = new JsonObject { ["supported"] = true };
        foreach (var (name, value) in limits)
            feature[name] = value;
        return feature;
    }

    private static JsonObject Write(ScimResourceType type, string baseAddress)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUrns.ResourceType),
            ["id"] = type.Name,
            ["name"] = type.Name,
            ["endpoint"] = type.Endpoint,
            ["description"] = type.Description,
            ["schema"] = type.Schema.Id,
        };
        if (type.Extensions.Count > 0)
            body["schemaExtensions"] = ArrayOf(
                type.Extensions,
                extension => new JsonObject { ["schema"] = extension.Id, ["required"] = false }
            );
        body["meta"] = Meta("ResourceType", $"{baseAddress}/ResourceTypes/{type.Name}");
        return body;
    }

    private static JsonObject Write(ScimSchema schema, string baseAddress) =>
        new()
        {
            ["schemas"] = new JsonArray(ScimUrns.Schema),
            ["id"] = schema.Id,
            ["name"] = schema.Name,
            ["description"] = schema.Description,
            ["attributes"] = ArrayOf(schema.Attributes, Write),
            ["meta"] = Meta("Schema", $"{baseAddress}/Schemas/{schema.Id}"),
        };

    private static JsonObject Write(ScimAttribute attribute)
    {
        var body = new JsonObject
        {
            ["name"] = attribute.Name,
            ["type"] = Word(attribute.Type),
            ["multiValued"] = attribute.MultiValued,
            ["description"] = $"{attribute.Description}.",
            ["required"] = attribute.Required,
        };
        if (attribute.Type is AttributeType.String or AttributeType.Reference or AttributeType.Binary)
            body["caseExact"] = attribute.CaseExact;
        body["mutability"] = Word(attribute.Mutability);
        body["returned"] = Word(attribute.Returned);
        body["uniqueness"] = Word(attribute.Uniqueness);
        if (attribute.CanonicalValues.Count > 0)
            body["canonicalValues"] = ArrayOf(attribute.CanonicalValues, value => JsonValue.Create(value));
        if (attribute.ReferenceTypes.Count > 0)
            body["referenceTypes"] = ArrayOf(attribute.ReferenceTypes, value => JsonValue.Create(value));
        if (attribute.SubAttributes.Count > 0)
            body["subAttributes"] = ArrayOf(attribute.SubAttributes, Write);
        return body;
    }

    private static JsonObject Meta(string resourceType, string location) =>
        new() { ["resourceType"] = resourceType, ["location"] = location };

    private static JsonArray ArrayOf<T>(IEnumerable<T> items, Func<T, JsonNode?> write) =>
        new([.. items.Select(write)]);

    /// <summary>The word of the RFC: <c>readOnly</c>, <c>dateTime</c>.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
