using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>A schema of an OpenAPI 3.1 document with resolved references.</summary>
internal sealed class Schema
{
    private const string Null = "null";

    private readonly JsonObject _document;
    private readonly List<JsonObject> _parts;
    private readonly HashSet<string> _types;

    public Schema(JsonObject node, JsonObject document)
    {
        _document = document;
        _parts = [.. Parts(node)];
        _types = [.. _parts.SelectMany(TypesOf)];
    }

    public bool MayBeNull => _types.Contains(Null);

    /// <summary>The JSON type apart from null.</summary>
    public string Type => _types.Single(type => type != Null);

    public string? Format => Text("format");

    public IReadOnlyList<string>? EnumValues =>
        Find("enum")?.AsArray().Select(word => word!.GetValue<string>()).ToArray();

    public Schema? Items => Find("items") is JsonObject items ? new(items, _document) : null;

    /// <summary>The schema of the values of a map; null for an object with named fields.</summary>
    public Schema? Values => Find("additionalProperties") is JsonObject values ? new(values, _document) : null;

    public IEnumerable<(string Name, Schema Schema, bool Required)> Fields
    {
        get
        {
            var required = _parts
                .SelectMany(p => p["required"]?.AsArray() ?? [])
                .Select(name => name!.GetValue<string>())
                .ToHashSet();
            return from part in _parts
                from property in part["properties"]?.AsObject() ?? []
                select (
                    property.Key,
                    new Schema(property.Value!.AsObject(), _document),
                    required.Contains(property.Key)
                );
        }
    }

    private JsonNode? Find(string key) => _parts.Select(p => p[key]).FirstOrDefault(value => value is not null);

    private string? Text(string key) => Find(key)?.GetValue<string>();

    /// <summary>The schema itself, the schemas that it refers to, and the schemas that it is composed of.</summary>
    private IEnumerable<JsonObject> Parts(JsonObject node)
    {
        yield return node;
        var others = (node["oneOf"]?.AsArray() ?? [])
            .Concat(node["allOf"]?.AsArray() ?? [])
            .Select(other => other!.AsObject());
        if (node["$ref"]?.GetValue<string>() is { } reference)
            others = others.Append(Follow(reference));
        foreach (var part in others.SelectMany(Parts))
            yield return part;
    }

    private JsonObject Follow(string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode)_document, (node, name) => node[name]!).AsObject();

    private static IEnumerable<string> TypesOf(JsonObject part) =>
        part["type"] switch
        {
            JsonArray types => types.Select(type => type!.GetValue<string>()),
            { } type => [type.GetValue<string>()],
            null => [],
        };
}
