using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>One operation of a service's OpenAPI document: all that is known about it comes from there.</summary>
public sealed class Operation
{
    private readonly JsonObject _node;
    private readonly JsonObject _document;

    private Operation(Service service, string method, string path, JsonObject node, JsonObject document)
    {
        (Service, Method, Path, _node, _document) = (service, method, path, node, document);
        Parameters = [.. (node["parameters"]?.AsArray() ?? []).Select(p => ParameterOf(p!.AsObject()))];
    }

    internal Service Service { get; }

    public string Method { get; }

    public string Path { get; }

    internal IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// Roles of which each lets a person in; everybody who is signed in is an employee. Null for an operation that is
    /// open to all.
    /// </summary>
    public IReadOnlyList<string>? Roles =>
        _node["x-roles"]?.AsArray().Select(role => role!.GetValue<string>()).ToArray();

    /// <summary>The media type and the schema of the body; null for an operation that takes none.</summary>
    internal (string MediaType, Schema Schema)? Body =>
        _node["requestBody"]?["content"]?.AsObject().Single() is { Key: var type, Value: { } content }
            ? (type, new Schema(content["schema"]!.AsObject(), _document))
            : null;

    /// <summary>False where a request without a body means something, too.</summary>
    internal bool NeedsBody => _node["requestBody"]?["required"]?.GetValue<bool>() is true;

    public override string ToString() => $"{Service.Name} {Method} {Path}";

    internal static IEnumerable<Operation> AllOf(Service service, JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new Operation(
            service,
            operation.Key.ToUpperInvariant(),
            path.Key,
            operation.Value!.AsObject(),
            document
        );

    /// <summary>
    /// The address with these values in the places of its parameters, written as they are: unescaped.
    /// </summary>
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
    /// The word before a parameter in the path, such as goals in <c>/mentorships/{id}/goals/{goal}</c>: what kind of
    /// thing its value names.
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
/// <param name="Kind">By which word a scene knows a good value.</param>
internal sealed record Parameter(string Name, string In, bool Required, Schema Schema, string Kind);
