using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>When two values of a multi-valued attribute are the same, though one may say more.</summary>
internal static class ValueElement
{
    /// <summary>Only values with the same key may be the same.</summary>
    public static string KeyOf(JsonObject element) => ScimJson.Text(element["value"]) ?? "";

    public static StringComparer Keys(ScimAttribute attribute) =>
        attribute.Find("value") is { CaseExact: true } ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>
    /// Given that the keys are equal: an e-mail address at work is not the one at home. Values without a key, such as
    /// postal addresses, have to agree in all that is given.
    /// </summary>
    public static bool IsSame(ScimAttribute attribute, JsonObject known, JsonObject given)
    {
        if (attribute.Find("value") is null)
            return attribute.SubAttributes.All(part =>
                given[part.Name] is not { } value || JsonNode.DeepEquals(known[part.Name], value)
            );
        var (knownType, givenType) = (ScimJson.Text(known["type"]), ScimJson.Text(given["type"]));
        return !attribute.HasUniqueTypes
            || knownType is null
            || givenType is null
            || knownType.Equals(givenType, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A value that has only a type.</summary>
    public static bool HasNoContent(JsonNode value) =>
        value is JsonObject element && element.All(member => member.Key is "type" or "primary");

    /// <summary>Removes repeated values, and values without content.</summary>
    public static void RemoveRedundant(ScimAttribute attribute, JsonArray values)
    {
        var seen = new HashSet<string>();
        values.RemoveAll(value =>
            value is JsonObject element && (HasNoContent(element) || !seen.Add(ContentOf(element)))
        );

        string ContentOf(JsonObject element) =>
            string.Join(',', attribute.SubAttributes.Select(part => element[part.Name]?.ToJsonString()));
    }

    /// <summary>Takes over what is given, except the key: its spelling stays.</summary>
    public static void Merge(ScimAttribute attribute, JsonObject known, JsonObject given)
    {
        foreach (var part in attribute.SubAttributes.Where(part => part.Mutability == Mutability.ReadWrite))
        {
            if (part.Name != "value" && given[part.Name] is { } value)
                known[part.Name] = value.DeepClone();
        }
    }
}
