using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// Which attributes an answer holds: <c>attributes</c> and <c>excludedAttributes</c> of RFC 7644 section 3.9, within
/// what the schema lets out (<see cref="Returned"/>).
/// </summary>
/// <param name="Included">Null when the client did not choose: all that are returned by default.</param>
public sealed record AttributeSelection(
    ScimResourceType Type,
    IReadOnlyList<AttributePath>? Included,
    IReadOnlyList<AttributePath> Excluded
)
{
    private const int MaxNames = 200;

    /// <summary>What the client asks for, as lists separated by commas.</summary>
    /// <exception cref="ScimException">Both are given, or a name is not an attribute path.</exception>
    public static AttributeSelection Parse(string? attributes, string? excludedAttributes, ScimResourceType type)
    {
        var (included, excluded) = (
            PathsOf("attributes", attributes, type),
            PathsOf("excludedAttributes", excludedAttributes, type)
        );
        if (included.Length > 0 && excluded.Length > 0)
            throw ScimException.InvalidValue("attributes", "must not be combined with excludedAttributes");
        return new(type, included.Length > 0 ? included : null, excluded);
    }

    /// <summary>
    /// A copy with the selected attributes. What no schema knows is left out, so that nothing leaves the server by
    /// accident.
    /// </summary>
    public JsonObject Apply(JsonObject resource)
    {
        var answer = Select(null, Type.Attributes, resource);
        foreach (var extension in Type.Extensions)
        {
            if (
                resource[extension.Id] is JsonObject values
                && Select(extension.Id, extension.Attributes, values) is { Count: > 0 } selected
            )
                answer[extension.Id] = selected;
        }

        return answer;
    }

    private JsonObject Select(string? schema, IReadOnlyList<ScimAttribute> attributes, JsonObject owner)
    {
        var selected = new JsonObject();
        foreach (var attribute in attributes)
        {
            if (owner[attribute.Name] is { } value && Select(schema, attribute, value) is { } copy)
                selected[attribute.Name] = copy;
        }

        return selected;
    }

    private JsonNode? Select(string? schema, ScimAttribute attribute, JsonNode value)
    {
        if (attribute.Returned == Returned.Never)
            return null;
        var included = Included?.Where(path => Covers(path, schema, attribute)).ToList();
        var excluded = Excluded.Where(path => Covers(path, schema, attribute)).ToList();
        var isWhole = included is null
            ? attribute.Returned != Returned.Request && excluded.All(path => path.SubName is not null)
            : included.Any(path => path.SubName is null);
        if (attribute.Type != AttributeType.Complex)
            return isWhole || attribute.Returned == Returned.Always ? value.DeepClone() : null;
        if (!isWhole && attribute.Returned != Returned.Always && included is not { Count: > 0 })
            return null;
        var parts = attribute.SubAttributes.Where(part => IsSelected(part, isWhole, included, excluded)).ToList();
        return value is JsonArray values
            ? ArrayOf(values.OfType<JsonObject>().Select(element => Copy(element, parts)).OfType<JsonObject>())
            : Copy(value as JsonObject, parts);
    }

    private static bool IsSelected(
        ScimAttribute part,
        bool isWhole,
        List<AttributePath>? included,
        List<AttributePath> excluded
    ) =>
        part.Returned switch
        {
            Returned.Never => false,
            Returned.Always => true,
            _ when included?.Any(path => path.SubAttribute == part) is true => true,
            Returned.Request => false,
            _ => isWhole && excluded.All(path => path.SubAttribute != part),
        };

    /// <summary>A path without a name covers the whole schema, except what has to be asked for by name.</summary>
    private static bool Covers(AttributePath path, string? schema, ScimAttribute attribute) =>
        path.Schema == schema
        && (path.Name is null ? attribute.Returned != Returned.Request : path.Attribute == attribute);

    private static JsonObject? Copy(JsonObject? complex, List<ScimAttribute> parts)
    {
        var copy = new JsonObject();
        foreach (var part in parts)
        {
            if (complex?[part.Name] is { } value)
                copy[part.Name] = value.DeepClone();
        }

        return copy.Count > 0 ? copy : null;
    }

    private static JsonArray? ArrayOf(IEnumerable<JsonObject> elements) =>
        elements.ToArray<JsonNode?>() is { Length: > 0 } array ? new(array) : null;

    private static AttributePath[] PathsOf(string parameter, string? list, ScimResourceType type)
    {
        var names = (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MaxNames)
            throw ScimException.InvalidValue(parameter, $"must not have more than {MaxNames} names");
        return
        [
            .. names.Select(name =>
                AttributePath.TryParse(name, type, out var path)
                    ? path
                    : throw ScimException.InvalidValue(
                        parameter,
                        $"contains {ScimText.Quote(name)}, which is not an attribute"
                    )
            ),
        ];
    }
}
