using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PeerNetwork.Gateway.OpenApi;

/// <summary>
/// One OpenAPI 3.1 document made of those of the services: paths get the service as prefix, component names too.
/// </summary>
public sealed partial class JoinedDocument
{
    private readonly JsonObject _paths = [],
        _components = [];
    private readonly JsonArray _tags = [],
        _unavailable = [];

    public void Add(string service, JsonObject document)
    {
        var own = (JsonObject)RewriteReferences(document, service)!;
        foreach (var (path, item) in Members(own["paths"]))
            _paths[$"/{service}{path}"] = Path(service, item!.AsObject());
        foreach (
            var (section, members) in Members(own["components"]).Where(section => section.Key != "securitySchemes")
        )
        foreach (var (name, component) in Members(members))
            Section(section)[$"{service}.{name}"] = component!.DeepClone();
        var description = own["info"]?["description"]?.DeepClone() ?? $"The {service} service.";
        _tags.Add(new JsonObject { ["name"] = service, ["description"] = description });
    }

    /// <summary>Names a service whose part is missing because it does not answer now.</summary>
    public void AddUnavailable(string service) => _unavailable.Add(service);

    public JsonObject ToJson()
    {
        Section("securitySchemes")["bearer"] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["bearerFormat"] = "JWT",
        };
        return new()
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "PeerNetwork", ["version"] = "1" },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["tags"] = _tags,
            ["paths"] = _paths,
            ["components"] = _components,
            ["x-unavailable"] = _unavailable,
        };
    }

    private static JsonObject Path(string service, JsonObject item)
    {
        var path = (JsonObject)item.DeepClone();
        path.Remove("servers");
        foreach (var operation in path.Select(member => member.Value).OfType<JsonObject>())
        {
            operation.Remove("servers");
            operation.Remove("security");
            operation["tags"] = new JsonArray(service);
            if (operation["operationId"] is { } id)
                operation["operationId"] = $"{service}_{id}";
        }

        return path;
    }

    private JsonObject Section(string name) => (JsonObject)(_components[name] ??= new JsonObject());

    private static JsonObject Members(JsonNode? node) => node as JsonObject ?? [];

    // References are the values of $ref and of discriminator mappings, which have any key: only the value tells.
    private static JsonNode? RewriteReferences(JsonNode? node, string service) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.Select(member => KeyValuePair.Create(member.Key, RewriteReferences(member.Value, service)))
            ),
            JsonArray a => new JsonArray([.. a.Select(item => RewriteReferences(item, service))]),
            JsonValue v when v.TryGetValue<string>(out var text) && text.StartsWith("#/", StringComparison.Ordinal) =>
                PathReference().Replace(ComponentReference().Replace(text, $"$1{service}."), $"$1{service}~1"),
            _ => node?.DeepClone(),
        };

    [GeneratedRegex("^(#/components/[a-zA-Z]+/)")]
    private static partial Regex ComponentReference();

    [GeneratedRegex("^(#/paths/~1)")]
    private static partial Regex PathReference();
}
