using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>How many resources a page has.</summary>
/// <param name="DefaultCount">When the client does not say.</param>
/// <param name="MaxCount">At most.</param>
public sealed record PageLimits(int DefaultCount, int MaxCount);

/// <summary>
/// The parameters of a list: RFC 7644 sections 3.4.2 and 3.4.3, and RFC 9865. Other parameters are ignored.
/// </summary>
public sealed record ListQuery
{
    private const int MaxCursorLength = 1_000;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "filter",
        "startIndex",
        "count",
        "cursor",
        "sortBy",
        "sortOrder",
        "attributes",
        "excludedAttributes",
    };

    public ScimFilter? Filter { get; init; }

    /// <summary>1 or more.</summary>
    public int StartIndex { get; init; } = 1;

    /// <summary>From 0 to the limit of the server.</summary>
    public int Count { get; init; }

    /// <summary>Null when the client pages by index; empty for the first page.</summary>
    public string? Cursor { get; init; }

    public AttributePath? SortBy { get; init; }

    public SortOrder SortOrder { get; init; }

    public required AttributeSelection Selection { get; init; }

    /// <summary>The parameters of a GET. One that occurs twice is listed twice.</summary>
    /// <exception cref="ScimException">A parameter is repeated or invalid.</exception>
    public static ListQuery Parse(
        IEnumerable<KeyValuePair<string, string?>> parameters,
        ScimResourceType type,
        PageLimits limits
    )
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters)
        {
            if (Names.Contains(name) && !values.TryAdd(name, value ?? ""))
                throw ScimException.InvalidValue(name, "must not be repeated");
        }

        return Read(name => values.GetValueOrDefault(name), type, limits);
    }

    /// <summary>The body of a POST to <c>/.search</c>.</summary>
    /// <exception cref="ScimException">A parameter is invalid.</exception>
    public static ListQuery Parse(JsonObject body, ScimResourceType type, PageLimits limits)
    {
        var given = ScimJson.Normalize(body);
        return Read(name => TextOf(given[name], name), type, limits);
    }

    private static ListQuery Read(Func<string, string?> read, ScimResourceType type, PageLimits limits)
    {
        var (startIndex, cursor) = (read("startIndex"), read("cursor"));
        if (startIndex is not null && cursor is not null)
            throw ScimException.InvalidValue("startIndex", "must not be combined with cursor");
        return new()
        {
            Filter = read("filter") is { } filter ? ScimFilter.Parse(filter, type) : null,
            StartIndex = Math.Max(1, IntegerOf(startIndex, "startIndex") ?? 1),
            Count = Math.Clamp(IntegerOf(read("count"), "count") ?? limits.DefaultCount, 0, limits.MaxCount),
            Cursor = CheckCursor(cursor),
            SortBy = read("sortBy") is { Length: > 0 } sortBy ? SortByOf(sortBy, type) : null,
            SortOrder = SortOrderOf(read("sortOrder")),
            Selection = AttributeSelection.Parse(read("attributes"), read("excludedAttributes"), type),
        };
    }

    /// <summary>The body writes numbers as numbers, and attributes as lists.</summary>
    private static string? TextOf(JsonNode? node, string name) =>
        node switch
        {
            null => null,
            JsonArray list when name is "attributes" or "excludedAttributes" => string.Join(
                ',',
                list.Select(item => ScimJson.Text(item) ?? throw Wrong(name))
            ),
            _ when node.GetValueKind() == JsonValueKind.Number => node.ToJsonString(),
            _ => ScimJson.Text(node) ?? throw Wrong(name),
        };

    private static ScimException Wrong(string name) => ScimException.InvalidValue(name, "has the wrong type");

    /// <summary>Numbers beyond 32 bits become the largest or the smallest one.</summary>
    private static int? IntegerOf(string? text, string name)
    {
        if (text is null)
            return null;
        var digits = text.StartsWith('-') ? text[1..] : text;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
            throw ScimException.InvalidValue(name, "must be a whole number");
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        return digits == text ? int.MaxValue : int.MinValue;
    }

    /// <summary>The characters that RFC 9865 allows: the unreserved ones of RFC 3986.</summary>
    private static string? CheckCursor(string? cursor) =>
        cursor is null
        || (
            cursor.Length <= MaxCursorLength
            && cursor.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')
        )
            ? cursor
            : throw ScimException.BadRequest(ScimErrorType.InvalidCursor, "The cursor is not one of this server.");

    private static AttributePath SortByOf(string text, ScimResourceType type)
    {
        if (!AttributePath.TryParse(text, type, out var path) || path.Name is null)
            throw ScimException.InvalidValue("sortBy", $"must be an attribute, which {ScimText.Quote(text)} is not");
        return path.Target is { Comparable: null }
            ? throw ScimException.InvalidValue("sortBy", $"must name a sub-attribute of {path}")
            : path;
    }

    private static SortOrder SortOrderOf(string? text) =>
        text is null || text.Equals("ascending", StringComparison.OrdinalIgnoreCase) ? SortOrder.Ascending
        : text.Equals("descending", StringComparison.OrdinalIgnoreCase) ? SortOrder.Descending
        : throw ScimException.InvalidValue("sortOrder", "must be ascending or descending");
}
