using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Reads JSON that a client sends, and the values within resources.</summary>
public static class ScimJson
{
    private const int MaxDepth = 32;

    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    /// <summary>The body of a request, with names in any case.</summary>
    /// <exception cref="ScimException">The bytes are no JSON object, or one that cannot be read safely.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> utf8)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(utf8, null, Strict);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw InvalidSyntax("The body is not valid JSON");
        }

        return node is JsonObject body ? Normalize(body) : throw InvalidSyntax("The body must be a JSON object");
    }

    /// <summary>
    /// A copy that finds names in any case and in which all text and all numbers can be read: a parsed
    /// <see cref="JsonObject"/> may hide repeated names and broken Unicode until they are read.
    /// </summary>
    /// <exception cref="ScimException">The object cannot be read safely.</exception>
    public static JsonObject Normalize(JsonObject body)
    {
        try
        {
            return CopyObject(body, 1);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw InvalidSyntax("The body repeats a name or holds broken Unicode");
        }
    }

    /// <summary>The text of a JSON string; null for all else.</summary>
    public static string? Text(JsonNode? node) =>
        node is not JsonValue value || value.GetValueKind() != JsonValueKind.String ? null
        : value.TryGetValue<string>(out var text) ? text
        // The server's own resources may hold a date or a Guid.
        : value.Deserialize<string>();

    /// <summary>The value of a JSON number; null for all else, and for numbers out of range.</summary>
    public static decimal? Number(JsonNode? node) =>
        node is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The value of a JSON boolean; null for all else.</summary>
    public static bool? Boolean(JsonNode? node) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>Neither null nor an empty text, list or object.</summary>
    internal static bool IsPresent(JsonNode? node) =>
        node switch
        {
            null => false,
            JsonArray array => array.Any(IsPresent),
            JsonObject complex => complex.Any(member => IsPresent(member.Value)),
            _ => Text(node) != "",
        };

    private static JsonNode? Copy(JsonNode? node, int depth) =>
        node switch
        {
            null => null,
            JsonObject complex => CopyObject(complex, depth + 1),
            JsonArray array => CopyArray(array, depth + 1),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String => JsonValue.Create(Text(node)),
                JsonValueKind.Number => Number(node) is { } number
                    ? JsonValue.Create(number)
                    : throw ScimException.BadRequest(ScimErrorType.InvalidValue, "A number is out of range."),
                JsonValueKind.True => JsonValue.Create(true),
                JsonValueKind.False => JsonValue.Create(false),
                var kind => throw new InvalidOperationException($"A value of the kind {kind}."),
            },
        };

    private static JsonObject CopyObject(JsonObject complex, int depth)
    {
        RequireShallow(depth);
        var copy = new JsonObject(AnyCase);
        foreach (var (name, value) in complex)
        {
            if (copy.ContainsKey(name))
                throw InvalidSyntax($"The name {ScimText.Quote(name)} is repeated");
            copy.Add(name, Copy(value, depth));
        }

        return copy;
    }

    private static JsonArray CopyArray(JsonArray array, int depth)
    {
        RequireShallow(depth);
        var copy = new JsonArray();
        foreach (var item in array)
            copy.Add(Copy(item, depth));
        return copy;
    }

    private static void RequireShallow(int depth)
    {
        if (depth > MaxDepth)
            throw InvalidSyntax($"The body is nested more than {MaxDepth} levels deep");
    }

    private static bool IsUnreadable(Exception e) =>
        e is JsonException or ArgumentException or InvalidOperationException or FormatException;

    private static ScimException InvalidSyntax(string problem) =>
        ScimException.BadRequest(ScimErrorType.InvalidSyntax, $"{problem}.");
}
