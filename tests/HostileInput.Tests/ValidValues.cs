using System.Globalization;
using System.Text.Json.Nodes;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Valid values for a schema. A schema does not say everything, so some fields have values by name.</summary>
/// <param name="data">The source of ids.</param>
/// <param name="text">The value of free text fields.</param>
internal sealed class ValidValues(TestData data, string text = "text")
{
    private static readonly Dictionary<string, Func<JsonNode>> ByFieldName = new()
    {
        ["siteCodes"] = () => "BER",
        ["siteCode"] = () => "BER",
        ["sites"] = () => "BER",
        ["defaultSite"] = () => "BER",
        ["site"] = () => "BER",
        ["year"] = () => 2026,
        ["departments"] = () => TestData.Department,
        ["kind"] = () => "partner",
        ["email"] = () => "ada@example.com",
        ["languages"] = () => "en",
        ["language"] = () => "en",
        ["goals"] = () => "leadership",
        ["module"] = () => "m1",
        ["criterion"] = () => "Listening",
        ["link"] = () => "https://learning.example.com/courses/1",
        // The name of all people of the test data.
        ["q"] = () => "Ada",
        // A part of an address, too, where text is not escaped.
        ["skill"] = () => "SQL",
        ["zone"] = () => "Europe/Berlin",
        ["start"] = () => InDays(7).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        ["minutes"] = () => 30,
        ["minutesPerMonth"] = () => 60,
        ["maxMinutesPerMonth"] = () => 120,
        ["minMentees"] = () => 2,
        ["maxMentees"] = () => 2,
        ["ends"] = () => Day(InDays(60)),
        ["resumesAt"] = () => InDays(30).ToString("O", CultureInfo.InvariantCulture),
        ["to"] = () => "17:00:00",
        ["values"] = () => new JsonObject { ["novelty"] = 4 },
        ["personality"] = () => new JsonObject { ["openness"] = 5 },
        ["weights"] = () => new JsonObject { ["experience"] = 1 },
    };

    /// <summary>
    /// An approval has either a list of applications or a filter. A fact that is set cannot be cleared. A run has
    /// bounds of fairness, or sizes of groups; weights of mentors have no effect with the first of its methods.
    /// </summary>
    private static bool IsExclusiveAlternative(Schema schema, string field) =>
        (field is "filter" && schema.Fields.Any(f => f.Name is "applications"))
        || (field is "clear" && schema.Fields.Any(f => f.Name is "jobTitle"))
        || (field is "mentorWeights" && schema.Fields.Any(f => f.Name is "method"))
        || (field is "groupSizes" && schema.Fields.Any(f => f.Name is "fairness"));

    /// <summary>A valid value with all fields, including optional ones.</summary>
    public JsonNode Of(Schema schema, string name = "") =>
        (schema.Type, schema.Format) switch
        {
            ("object", _) when schema.Values is null => new JsonObject(
                schema
                    .Fields.Where(f => !IsExclusiveAlternative(schema, f.Name))
                    .Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Of(f.Schema, f.Name)))
            ),
            ("array", _) => new JsonArray(Of(schema.Items!, name)),
            ("string", "uuid") => data[name] ?? throw new InvalidOperationException($"The test data has no {name}."),
            ("integer" or "number", _) when name is "from" or "to" => 1,
            _ when ByFieldName.TryGetValue(name, out var word) && Allows(schema, word()) => word(),
            _ when schema.EnumValues is { } words => words[0],
            ("string", "date") => Day(InDays(30)),
            ("string", "date-time") => DateTimeOffset.UtcNow.ToString(
                "O",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            // Hours end at another time than they begin.
            ("string", "time") when name is "until" => "17:00:00",
            ("string", "time") => "09:00:00",
            // The roles of people; the roles of participants are an enumeration.
            ("string", null) when name is "role" => Roles.Ambassador,
            ("string", null) => text,
            ("integer" or "number", _) => 1,
            ("boolean", _) => true,
            var (type, format) => throw new InvalidOperationException($"No sample of {type} {format} for {name}."),
        };

    /// <summary>A valid value of a parameter; null for an optional parameter without test data.</summary>
    public string? Of(Parameter parameter) =>
        data[parameter.Kind] ?? (parameter.Required ? Of(parameter.Schema, parameter.Kind).ToString() : null);

    /// <summary>Fields of one name may have different words.</summary>
    private static bool Allows(Schema schema, JsonNode value) =>
        schema.EnumValues is not { } words || words.Contains(value.ToString());

    private static DateTimeOffset InDays(int days) => TimeProvider.System.GetUtcNow().AddDays(days);

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
