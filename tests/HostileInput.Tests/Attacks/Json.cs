using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>A place in a good body, and what the document says of it.</summary>
/// <param name="Path">The names of fields and the numbers of items that lead there.</param>
internal sealed record Place(IReadOnlyList<object> Path, Schema Schema, bool Required)
{
    /// <summary>The field, or the list that the item belongs to.</summary>
    public string Field => Path.OfType<string>().LastOrDefault("");

    public override string ToString() => Path.Count == 0 ? "the body" : string.Join('.', Path);

    /// <summary>All places, from the outside inwards; of a list the first item stands for all.</summary>
    public static IEnumerable<Place> All(JsonNode body, Schema schema)
    {
        return Within(body, new([], schema, true));

        static IEnumerable<Place> Within(JsonNode node, Place at) =>
            Inner(node, at).SelectMany(i => Within(i.Node, i.Place)).Prepend(at);

        static IEnumerable<(JsonNode Node, Place Place)> Inner(JsonNode node, Place at) =>
            node switch
            {
                JsonArray { Count: > 0 } list => [(list[0]!, new([.. at.Path, 0], at.Schema.Items!, true))],
                JsonObject o when at.Schema.Values is { } value => o.Select(f =>
                    (f.Value!, new Place([.. at.Path, f.Key], value, false))
                ),
                JsonObject o => at
                    .Schema.Fields.Where(f => o.ContainsKey(f.Name))
                    .Select(f => (o[f.Name]!, new Place([.. at.Path, f.Name], f.Schema, f.Required))),
                _ => [],
            };
    }
}

/// <summary>
/// A good body, of which one place is spoiled; as text, since no JSON library writes what an attacker does.
/// </summary>
internal sealed class Json(JsonNode body)
{
    private const string Hole = "<here>";

    public override string ToString() => body.ToJsonString();

    /// <summary>The body with this text at the place.</summary>
    public string With(Place place, string text)
    {
        if (place.Path.Count == 0)
            return text;
        var copy = body.DeepClone();
        Set(Parent(copy, place), place.Path[^1], Hole);
        return copy.ToJsonString()
            .Replace(
                $"\"{System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(Hole)}\"",
                text,
                StringComparison.Ordinal
            );
    }

    public string Without(Place place)
    {
        var copy = body.DeepClone();
        Parent(copy, place).AsObject().Remove((string)place.Path[^1]);
        return copy.ToJsonString();
    }

    /// <summary>What stands at the place.</summary>
    public string At(Place place) => place.Path.Aggregate(body, Step).ToJsonString();

    private static JsonNode Parent(JsonNode root, Place place) => place.Path.SkipLast(1).Aggregate(root, Step);

    private static JsonNode Step(JsonNode node, object step) => step is int index ? node[index]! : node[(string)step]!;

    private static void Set(JsonNode parent, object step, JsonNode value)
    {
        if (step is int index)
            parent[index] = value;
        else
            parent[(string)step] = value;
    }
}
