using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// Checks the values that a client gives for an attribute and brings them into the form of the schema. Values come from
/// <see cref="ScimJson.Normalize"/>, so that their names are found in any case.
/// </summary>
internal static class AttributeValues
{
    private const int MaxLength = 1_000;

    /// <param name="name">Names the attribute in the detail of an error.</param>
    /// <returns>New nodes; null when the attribute has no value: null, an empty list or an empty object.</returns>
    /// <exception cref="ScimException"><c>invalidValue</c>.</exception>
    public static JsonNode? Clean(ScimAttribute attribute, JsonNode? value, string name)
    {
        if (value is null)
            return null;
        if (!attribute.MultiValued)
            return CleanOne(attribute, value, name);
        // Some clients send a single value without the list.
        JsonNode?[] values = value is JsonArray list ? [.. list] : [value];
        if (values.Length > attribute.MaxValues)
            throw TooMany(attribute, name);
        var (cleaned, seen) = (new JsonArray(), new HashSet<string>());
        foreach (var item in values)
        {
            if (item is null || CleanOne(attribute, item, name) is not { } one)
                continue;
            if (!ValueElement.HasNoContent(one) && seen.Add(one.ToJsonString()))
                cleaned.Add(one);
        }

        Check(attribute, cleaned, name);
        return cleaned.Count > 0 ? cleaned : null;
    }

    /// <summary>One value, also of a multi-valued attribute.</summary>
    public static JsonNode? CleanOne(ScimAttribute attribute, JsonNode value, string name)
    {
        return attribute.Type switch
        {
            AttributeType.Complex => CleanComplex(attribute, value, name),
            AttributeType.Boolean => JsonValue.Create(AsBoolean(value) ?? throw Wrong("true or false")),
            AttributeType.Integer => JsonValue.Create(AsInteger(value) ?? throw Wrong("a whole number of 32 bits")),
            AttributeType.Decimal => JsonValue.Create(ScimJson.Number(value) ?? throw Wrong("a number")),
            _ => CleanText(attribute, ScimJson.Text(value) ?? throw Wrong("text"), name),
        };

        ScimException Wrong(string expected) => ScimException.InvalidValue(name, $"must be {expected}");
    }

    /// <summary>
    /// The members of a complex value. A bare value is taken as its <c>value</c>, as Microsoft Entra ID sends the
    /// manager; the empty text is none.
    /// </summary>
    public static JsonObject? AsObject(ScimAttribute attribute, JsonNode value, string name) =>
        value switch
        {
            JsonObject complex => complex,
            JsonValue when attribute.Find("value") is not null => ScimJson.Text(value) == ""
                ? null
                : new JsonObject { ["value"] = value.DeepClone() },
            _ => throw ScimException.InvalidValue(name, "must be an object"),
        };

    /// <summary>The rules for the values of a multi-valued attribute among each other.</summary>
    public static void Check(ScimAttribute attribute, JsonArray values, string name)
    {
        if (values.Count > attribute.MaxValues)
            throw TooMany(attribute, name);
        var elements = values.OfType<JsonObject>().ToList();
        if (elements.Count(IsPrimary) > 1)
            throw ScimException.InvalidValue(name, "must not have two primary values");
        foreach (var part in attribute.SubAttributes.Where(part => part.Required))
        {
            if (elements.Any(element => !element.ContainsKey(part.Name)))
                throw ScimException.InvalidValue($"{name}.{part.Name}", "is required");
        }

        if (!attribute.HasUniqueTypes)
            return;
        var twice = elements
            .Select(element => ScimJson.Text(element["type"]))
            .OfType<string>()
            .GroupBy(type => type, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Skip(1).Any());
        if (twice is not null)
            throw ScimException.InvalidValue(name, $"must not have two values of the type {ScimText.Quote(twice.Key)}");
    }

    public static bool IsPrimary(JsonObject element) => ScimJson.Boolean(element["primary"]) is true;

    /// <summary>Clients send booleans as text too: "True".</summary>
    private static bool? AsBoolean(JsonNode value) =>
        ScimJson.Boolean(value) ?? (bool.TryParse(ScimJson.Text(value), out var flag) ? flag : null);

    private static int? AsInteger(JsonNode value) =>
        ScimJson.Number(value) is { } number
        && decimal.IsInteger(number)
        && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    private static JsonObject? CleanComplex(ScimAttribute attribute, JsonNode value, string name)
    {
        if (AsObject(attribute, value, name) is not { } given)
            return null;
        var complex = new JsonObject();
        foreach (var part in attribute.SubAttributes.Where(part => part.Mutability != Mutability.ReadOnly))
        {
            var partName = $"{name}.{part.Name}";
            if (given.TryGetPropertyValue(part.Name, out var found) && Clean(part, found, partName) is { } cleaned)
                complex[part.Name] = cleaned;
            else if (part.Required)
                throw ScimException.InvalidValue(partName, "is required");
        }

        return complex.Count > 0 ? complex : null;
    }

    private static JsonValue? CleanText(ScimAttribute attribute, string text, string name)
    {
        if (text.Length == 0 && (attribute.IsCanonicalOnly || attribute.Type == AttributeType.DateTime))
            return null;
        var canonical = attribute.CanonicalValues.FirstOrDefault(c =>
            c.Equals(text, StringComparison.OrdinalIgnoreCase)
        );
        var problem = text switch
        {
            { Length: > MaxLength } => $"must not be longer than {MaxLength} characters",
            _ when !ScimText.IsValid(text) => "must not hold control characters or broken Unicode",
            _ when attribute.Required && string.IsNullOrWhiteSpace(text) => "must not be empty",
            _ when attribute.IsCanonicalOnly && canonical is null =>
                $"must be one of {string.Join(", ", attribute.CanonicalValues)}",
            _ when attribute.Type == AttributeType.DateTime && ScimText.DateTimeOf(text) is null =>
                "must be a date and time such as 2026-11-30T08:00:00Z",
            _ when attribute.Type == AttributeType.Binary && !Base64.IsValid(text) => "must be text in Base64",
            _ => null,
        };
        if (problem is not null)
            throw ScimException.InvalidValue(name, problem);
        return JsonValue.Create(attribute.IsCanonicalOnly ? canonical : text);
    }

    private static ScimException TooMany(ScimAttribute attribute, string name) =>
        ScimException.InvalidValue(name, $"must not have more than {attribute.MaxValues} values");
}
