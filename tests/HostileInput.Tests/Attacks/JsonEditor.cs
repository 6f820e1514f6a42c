using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>A location in a valid body, and its schema.</summary>
/// <param name="Path">The field names and item indexes that lead to the location.</param>
internal sealed record JsonLocation(IReadOnlyList<object> Path, Schema Schema, bool Required)
{
    /// <summary>The name of the field, or of the list that contains the item.</summary>
    public string Field => Path.OfType<string>().LastOrDefault("");

    public override string ToString() => Path.Count == 0 ? "the body" : string.Join('.', Path);

    /// <summary>All locations, from the outside inwards. A list is represented by its first item.</summary>
    public static IEnumerable<JsonLocation> AllIn(JsonNode body, Schema schema)
    {
        return Within(body, new([], schema, true));

        static IEnumerable<JsonLocation> Within(JsonNode node, JsonLocation at) =>
            Inner(node, at).SelectMany(i => Within(i.Node, i.Location)).Prepend(at);

        static IEnumerable<(JsonNode Node, JsonLocation Location)> Inner(JsonNode node, JsonLocation at) =>
            node switch
            {
                JsonArray { Count: > 0 } list => [(list[0]!, new([.. at.Path, 0], at.Schema.Items!, true))],
                JsonObject o when at.Schema.Values is { } value => o.Select(f =>
                    (f.Value!, new JsonLocation([.. at.Path, f.Key], value, false))
                ),
                JsonObject o => at
                    .Schema.Fields.Where(f => o.ContainsKey(f.Name))
                    .Select(f => (o[f.Name]!, new JsonLocation([.. at.Path, f.Name], f.Schema, f.Required))),
                _ => [],
            };
    }
}

/// <summary>
/// Replaces parts of a valid body. The result is text, because a JSON library cannot write invalid JSON.
/// </summary>
internal sealed class JsonEditor(JsonNode body)
{
    private const string Placeholder = "<here>";

    public override string ToString() => body.ToJsonString();

    /// <summary>The body with this text at the location.</summary>
    public string With(JsonLocation location, string text)
    {
        if (location.Path.Count == 0)
            return text;
        var copy = body.DeepClone();
        Set(Parent(copy, location), location.Path[^1], Placeholder);
        return copy.ToJsonString()
            .Replace(
                $"\"{System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(Placeholder)}\"",
                text,
                StringComparison.Ordinal
            );
    }

    public string Without(JsonLocation location)
    {
        var copy = body.DeepClone();
        Parent(copy, location).AsObject().Remove((string)location.Path[^1]);
        return copy.ToJsonString();
    }

    /// <summary>The JSON at the location.</summary>
    public string At(JsonLocation location) => location.Path.Aggregate(body, Navigate).ToJsonString();

    private static JsonNode Parent(JsonNode root, JsonLocation location) =>
        location.Path.SkipLast(1).Aggregate(root, Navigate);

    private static JsonNode Navigate(JsonNode node, object step) =>
        step is int index ? node[index]! : node[(string)step]!;

    private static void Set(JsonNode parent, object step, JsonNode value)
    {
        if (step is int index)
            parent[index] = value;
        else
            parent[(string)step] = value;
    }
}
