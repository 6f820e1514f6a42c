using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// The order of the values of an attribute: text without regard to case unless the attribute is exact, dates by
/// time, false before true.
/// </summary>
internal static class AttributeOrder
{
    /// <param name="constant">A string, a decimal or a bool.</param>
    /// <returns>As <see cref="IComparable"/>; null when one of them is not of the attribute's type.</returns>
    public static int? Compare(ScimAttribute attribute, JsonNode value, object? constant) =>
        Read(attribute, value) is { } left && Read(attribute, constant) is { } right
            ? Compare(attribute, left, right)
            : null;

    /// <summary>Orders what <see cref="Read(ScimAttribute, JsonNode?)"/> gave.</summary>
    public static int Compare(ScimAttribute attribute, object left, object right) =>
        (left, right) switch
        {
            (string l, string r) => string.Compare(l, r, attribute.Comparison),
            (decimal l, decimal r) => l.CompareTo(r),
            (bool l, bool r) => l.CompareTo(r),
            (DateTimeOffset l, DateTimeOffset r) => l.CompareTo(r),
            _ => 0,
        };

    /// <summary>A string, a decimal, a bool or a date and time, as the attribute's type asks; else null.</summary>
    public static object? Read(ScimAttribute attribute, JsonNode? value) =>
        attribute.Type switch
        {
            AttributeType.Boolean => ScimJson.Boolean(value),
            AttributeType.Integer or AttributeType.Decimal => ScimJson.Number(value),
            _ => Read(attribute, (object?)ScimJson.Text(value)),
        };

    private static object? Read(ScimAttribute attribute, object? constant) =>
        (attribute.Type, constant) switch
        {
            (AttributeType.DateTime, string text) => ScimText.DateTimeOf(text),
            (AttributeType.Boolean, bool) or (AttributeType.Integer or AttributeType.Decimal, decimal) => constant,
            (AttributeType.Boolean or AttributeType.Integer or AttributeType.Decimal, _) => null,
            _ => constant as string,
        };
}
