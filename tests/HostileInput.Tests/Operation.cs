using System.Text.Json.Nodes;
using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>One operation of a service's OpenAPI document.</summary>
public sealed class Operation
{
    private readonly JsonObject _node;
    private readonly JsonObject _document;

    private Operation(ServiceUnderTest service, string method, string path, JsonObject node, JsonObject document)
    {
        (Service, Method, Path, _node, _document) = (service, method, path, node, document);
        Parameters = [.. (node["parameters"]?.AsArray() ?? []).Select(p => ParameterOf(p!.AsObject()))];
    }

    internal ServiceUnderTest Service { get; }

    public string Method { get; }

    public string Path { get; }

    internal IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// The roles that may call the operation. Every signed-in user is an employee. Null for an anonymous operation.
    /// </summary>
    public IReadOnlyList<string>? Roles =>
        _node["x-roles"]?.AsArray().Select(role => role!.GetValue<string>()).ToArray();

    /// <summary>The media type and the schema of the body; null if there is no body.</summary>
    internal (string MediaType, Schema Schema)? Body =>
        _node["requestBody"]?["content"]?.AsObject().First() is { Key: var type, Value: { } content }
            ? (type, new Schema(content["schema"]!.AsObject(), _document))
            : null;

    /// <summary>False if the body is optional.</summary>
    internal bool AcceptsYaml => _node["requestBody"]?["content"]?[YamlAttacks.Yaml] is not null;

    internal bool NeedsBody => _node["requestBody"]?["required"]?.GetValue<bool>() is true;

    public override string ToString() => $"{Service.Name} {Method} {Path}";

    internal static IEnumerable<Operation> AllOf(ServiceUnderTest service, JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new Operation(
            service,
            operation.Key.ToUpperInvariant(),
            path.Key,
            operation.Value!.AsObject(),
            document
        );

    /// <summary>The address with these values of the parameters, which are not escaped.</summary>
    internal string Address(Func<Parameter, string?> value)
    {
        var path = Parameters
            .Where(p => p.In == "path")
            .Aggregate(Path, (path, p) => path.Replace($"{{{p.Name}}}", value(p), StringComparison.Ordinal));
        var query = Parameters
            .Where(p => p.In == "query")
            .Select(p => (p.Name, Value: value(p)))
            .Where(p => p.Value is not null);
        return string.Join(
            '?',
            new[] { path, string.Join('&', query.Select(p => $"{p.Name}={p.Value}")) }.Where(part => part.Length > 0)
        );
    }

    /// <summary>
    /// The kind of a path parameter: the segment before it, such as goals in <c>/mentorships/{id}/goals/{goal}</c>.
    /// </summary>
    private string KindOf(string parameter) =>
        Path.Split('/').TakeWhile(segment => segment != $"{{{parameter}}}").Last();

    private Parameter ParameterOf(JsonObject p)
    {
        var (name, place) = (p["name"]!.GetValue<string>(), p["in"]!.GetValue<string>());
        var schema = new Schema(p["schema"]!.AsObject(), _document);
        return new(name, place, p["required"]?.GetValue<bool>() is true, schema, place == "path" ? KindOf(name) : name);
    }
}

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Kind">The key of its value in the test data.</param>
internal sealed record Parameter(string Name, string In, bool Required, Schema Schema, string Kind);
