using System.Globalization;
using System.Text.Json.Nodes;
using PeerNetwork.HostileInput.Tests.Scenes;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// Values that a service understands: from their schema, and from the words below where a schema cannot tell.
/// </summary>
/// <param name="scene">Where ids come from.</param>
/// <param name="text">What people write where they may write what they like.</param>
internal sealed class Samples(Scene scene, string text = "text")
{
    private static readonly Dictionary<string, Func<JsonNode>> Words = new()
    {
        ["siteCodes"] = () => "BER",
        ["sites"] = () => "BER",
        ["languages"] = () => "en",
        ["goals"] = () => "leadership",
        ["module"] = () => "m1",
        ["zone"] = () => "Europe/Berlin",
        ["start"] = () => InDays(7).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        ["minutes"] = () => 30,
        ["ends"] = () => Day(InDays(60)),
        ["to"] = () => "17:00:00",
        ["values"] = () => new JsonObject { ["novelty"] = 4 },
        ["personality"] = () => new JsonObject { ["openness"] = 5 },
        ["weights"] = () => new JsonObject { ["experience"] = 1 },
    };

    /// <summary>Applications to approve are listed or filtered, not both.</summary>
    private static bool IsAlternative(Schema schema, string field) =>
        field is "filter" && schema.Fields.Any(f => f.Name is "applications");

    /// <summary>With every field filled, whether or not it has to be.</summary>
    public JsonNode Of(Schema schema, string name = "") =>
        (schema.Type, schema.Format) switch
        {
            ("object", _) when schema.Values is null => new JsonObject(
                schema
                    .Fields.Where(f => !IsAlternative(schema, f.Name))
                    .Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Of(f.Schema, f.Name)))
            ),
            ("array", _) => new JsonArray(Of(schema.Items!, name)),
            ("string", "uuid") => scene[name] ?? throw new InvalidOperationException($"The scene has no {name}."),
            ("integer" or "number", _) when name is "from" or "to" => 1,
            _ when Words.TryGetValue(name, out var word) => word(),
            _ when schema.Words is { } words => words[0],
            ("string", "date") => Day(InDays(30)),
            ("string", "date-time") => DateTimeOffset.UtcNow.ToString(
                "O",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            ("string", "time") => "09:00:00",
            ("string", null) => text,
            ("integer" or "number", _) => 1,
            ("boolean", _) => true,
            var (type, format) => throw new InvalidOperationException($"No sample of {type} {format} for {name}."),
        };

    /// <summary>A good value of a parameter; null leaves out one that may be left out.</summary>
    public string? Of(Parameter parameter) =>
        scene[parameter.Kind] ?? (parameter.Required ? Of(parameter.Schema, parameter.Kind).ToString() : null);

    private static DateTimeOffset InDays(int days) => TimeProvider.System.GetUtcNow().AddDays(days);

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
