using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// Names an attribute: RFC 7644 section 3.10. Names that the schemas know are in the schema's spelling, others as they
/// were sent.
/// </summary>
/// <param name="Schema">The URN of an extension; null for the core schema and the common attributes.</param>
/// <param name="Name">Null for all attributes of the schema, as in <c>urn:…:enterprise:2.0:User</c>.</param>
/// <param name="SubName">The sub-attribute.</param>
/// <param name="Attribute">What <paramref name="Name"/> names; null when the schemas do not know it.</param>
/// <param name="SubAttribute">What <paramref name="SubName"/> names; null when the schemas do not know it.</param>
public sealed record AttributePath(
    string? Schema,
    string? Name,
    string? SubName,
    ScimAttribute? Attribute,
    ScimAttribute? SubAttribute
)
{
    /// <summary>The attribute or sub-attribute that the path leads to; null when the schemas do not know it.</summary>
    public ScimAttribute? Target => SubName is null ? Attribute : SubAttribute;

    public bool IsKnown => Name is null || Target is not null;

    /// <exception cref="ScimException">The text is no path.</exception>
    public static AttributePath Parse(string text, ScimResourceType type) =>
        TryParse(text, type, out var path)
            ? path
            : throw ScimException.BadRequest(
                ScimErrorType.InvalidPath,
                $"The path {ScimText.Quote(text)} names no attribute."
            );

    /// <summary>False when the text is no path. A path to an attribute that no schema knows is one.</summary>
    public static bool TryParse(string text, ScimResourceType type, [NotNullWhen(true)] out AttributePath? path)
    {
        path = null;
        var (schema, names) = SplitSchema(text.Trim(), type);
        if (schema is not null && schema.Equals(type.Schema.Id, StringComparison.OrdinalIgnoreCase))
            schema = null;
        if (names is null)
        {
            path = new(schema, null, null, null, null);
            return true;
        }

        var parts = names.Split('.');
        if (parts.Length > 2 || !parts.All(IsName))
            return false;
        var attribute = type.Find(schema, parts[0]);
        var subName = parts.Length == 2 ? parts[1] : null;
        var subAttribute = subName is null ? null : attribute?.Find(subName);
        path = new(schema, attribute?.Name ?? parts[0], subAttribute?.Name ?? subName, attribute, subAttribute);
        return true;
    }

    /// <summary>A path within a value of a complex attribute: the name of a sub-attribute.</summary>
    internal static AttributePath? OfSubAttribute(string name, ScimAttribute? parent)
    {
        if (!IsName(name))
            return null;
        var attribute = parent?.Find(name);
        return new(null, attribute?.Name ?? name, null, attribute, null);
    }

    /// <summary>The values at this path; none when the attribute is unknown or has no value.</summary>
    public IEnumerable<JsonNode> ValuesIn(JsonObject resource)
    {
        if (!IsKnown || (Schema is null ? resource : resource[Schema]) is not JsonObject owner)
            return [];
        if (Name is null)
            return [owner];
        var values = Flatten(owner[Name]);
        return SubName is null ? values : values.OfType<JsonObject>().SelectMany(value => Flatten(value[SubName]));
    }

    public override string ToString()
    {
        var names = SubName is null ? Name : $"{Name}.{SubName}";
        return Schema is null ? names ?? ""
            : names is null ? Schema
            : $"{Schema}:{names}";
    }

    private static IEnumerable<JsonNode> Flatten(JsonNode? node) =>
        node switch
        {
            null => [],
            JsonArray array => array.OfType<JsonNode>(),
            _ => [node],
        };

    /// <summary>
    /// URNs hold dots and colons, so that only the known schemas tell where one ends. An unknown one ends at the last
    /// colon.
    /// </summary>
    private static (string? Schema, string? Names) SplitSchema(string text, ScimResourceType type)
    {
        if (!text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
            return (null, text);
        var known = type
            .Extensions.Prepend(type.Schema)
            .Select(schema => schema.Id)
            .FirstOrDefault(id =>
                text.StartsWith(id, StringComparison.OrdinalIgnoreCase)
                && (text.Length == id.Length || text[id.Length] == ':')
            );
        if (known is null)
            return (text[..text.LastIndexOf(':')], text[(text.LastIndexOf(':') + 1)..]);
        return text.Length == known.Length ? (known, null) : (known, text[(known.Length + 1)..]);
    }

    /// <summary>As the grammar has it, and <c>$ref</c>.</summary>
    private static bool IsName(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || (text[0] == '$' && text.Length > 1))
        && text.Skip(1).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
