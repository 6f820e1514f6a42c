using System.Globalization;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Reads what a source may leave out, set to null, or write as a number.</summary>
internal static class JsonReading
{
    /// <summary>
    /// The value at a JSON pointer (RFC 6901), or at the property of that name where the path does not begin with a
    /// slash; null where there is none.
    /// </summary>
    public static JsonElement? Find(this JsonElement element, string path)
    {
        if (path.Length == 0)
            return element;
        if (path[0] != '/')
            return Child(element, path);
        JsonElement? found = element;
        foreach (var step in path.Split('/').Skip(1))
        {
            found = Child(
                found.Value,
                step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
            );
            if (found is null)
                return null;
        }

        return found;
    }

    /// <summary>The text of a string, number or boolean; null where there is none, or nothing but blanks.</summary>
    public static string? Text(this JsonElement element, string path) =>
        element.Find(path) is { } found ? TextOf(found) : null;

    /// <summary>The texts of an array, or of the one value.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string path) =>
        element.Find(path) is not { } found ? []
        : found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().Select(TextOf).OfType<string>()
        : TextOf(found) is { } text ? [text]
        : [];

    /// <summary>The elements of an array; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    private static JsonElement? Child(JsonElement element, string name) =>
        element.ValueKind switch
        {
            JsonValueKind.Object when element.TryGetProperty(name, out var value) => value,
            JsonValueKind.Array
                when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < element.GetArrayLength() => element[index],
            _ => null,
        };

    private static string? TextOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => StringOf(element),
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    private static string? StringOf(JsonElement element)
    {
        try
        {
            return SourceTexts.Clean(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            throw new HrisException("A text in the answer holds half of a character.", isTransient: false);
        }
    }
}
