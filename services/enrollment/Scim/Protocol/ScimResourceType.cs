using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>A kind of resource: its core schema and the extensions that it may have.</summary>
/// <param name="Endpoint">The path below the base address, with a slash in front.</param>
public sealed record ScimResourceType(
    string Name,
    string Endpoint,
    string Description,
    ScimSchema Schema,
    IReadOnlyList<ScimSchema> Extensions
)
{
    public static readonly ScimResourceType User = new(
        "User",
        "/Users",
        "A person of the company",
        UserSchemas.Core,
        [UserSchemas.Enterprise, UserSchemas.Work]
    );

    public static readonly ScimResourceType Group = new("Group", "/Groups", "A group of people", GroupSchema.Core, []);

    /// <summary>The attributes at the top of a resource: the common ones and those of the core schema.</summary>
    public IReadOnlyList<ScimAttribute> Attributes { get; } = [.. CommonAttributes.All, .. Schema.Attributes];

    /// <summary>The attribute of that name, in any case.</summary>
    /// <param name="extension">The URN of an extension; null for the attributes at the top.</param>
    public ScimAttribute? Find(string? extension, string name) =>
        extension is null ? Attributes.FirstOrDefault(a => a.IsNamed(name)) : FindExtension(extension)?.Find(name);

    public ScimSchema? FindExtension(string urn) =>
        Extensions.FirstOrDefault(e => e.Id.Equals(urn, StringComparison.OrdinalIgnoreCase));

    /// <summary>The <c>schemas</c> of a resource: the core schema, and the extensions that it has values of.</summary>
    public JsonArray SchemasOf(JsonObject resource) =>
        new([
            Schema.Id,
            .. Extensions.Where(e => resource.ContainsKey(e.Id)).Select(e => (JsonNode?)JsonValue.Create(e.Id)),
        ]);
}
