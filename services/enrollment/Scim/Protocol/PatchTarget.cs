using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Makes the value that a path means when there is none yet.</summary>
internal static class PatchTarget
{
    /// <summary>
    /// A filter that only says what values are equal to, such as <c>type eq "work"</c>, tells what the new value is
    /// like. Microsoft Entra ID expects that it is made, though the standard asks for an error.
    /// </summary>
    /// <exception cref="ScimException"><c>noTarget</c>.</exception>
    public static JsonObject Create(PatchPath path)
    {
        var element = new JsonObject();
        return path.Filter is null || (TryFill(element, path.Filter) && path.Filter.Matches(element))
            ? element
            : throw ScimException.BadRequest(ScimErrorType.NoTarget, $"No value meets the filter of {path}.");
    }

    private static bool TryFill(JsonObject element, ScimFilter filter)
    {
        switch (filter)
        {
            case AndFilter both:
                return TryFill(element, both.Left) && TryFill(element, both.Right);
            case CompareFilter { Operator: CompareOperator.Equal, Path.Target: { } part, Value: { } value }:
                element[part.Name] = AttributeValues.Clean(part, NodeOf(value), part.Name);
                return true;
            default:
                return false;
        }
    }

    private static JsonValue? NodeOf(object value) =>
        value switch
        {
            bool flag => JsonValue.Create(flag),
            decimal number => JsonValue.Create(number),
            _ => JsonValue.Create((string)value),
        };
}
