using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// A filter of RFC 7644 section 3.4.2.2. Attributes are resolved and comparisons are checked against the resource type,
/// so that a filter that was parsed can be evaluated. Its text is the filter in its standard form.
/// </summary>
public abstract record ScimFilter
{
    /// <exception cref="ScimException"><c>invalidFilter</c>, with the position and what was expected.</exception>
    public static ScimFilter Parse(string text, ScimResourceType type) => FilterParser.Parse(text, type);

    /// <summary>Whether the resource, with names in the schema's spelling, meets the filter.</summary>
    public bool Matches(JsonObject resource) => FilterEvaluation.Matches(this, resource);

    public sealed override string ToString() =>
        this switch
        {
            AndFilter both => $"{Group(both.Left, both.Left is OrFilter)} and "
                + Group(both.Right, both.Right is OrFilter or AndFilter),
            OrFilter either => $"{either.Left} or {Group(either.Right, either.Right is OrFilter)}",
            NotFilter negation => $"not ({negation.Inner})",
            PresentFilter present => $"{present.Path} pr",
            CompareFilter compare => $"{compare.Path} {compare.Operator.Keyword()} {Literal(compare.Value)}",
            ElementFilter element => $"{element.Path}[{element.Inner}]",
            _ => throw new UnreachableException(GetType().Name),
        };

    private static string Group(ScimFilter filter, bool parentheses) => parentheses ? $"({filter})" : $"{filter}";

    private static string Literal(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            string text => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
            _ => throw new UnreachableException(value.GetType().Name),
        };
}

/// <summary>Both hold.</summary>
public sealed record AndFilter(ScimFilter Left, ScimFilter Right) : ScimFilter;

/// <summary>At least one holds.</summary>
public sealed record OrFilter(ScimFilter Left, ScimFilter Right) : ScimFilter;

/// <summary>The other does not hold.</summary>
public sealed record NotFilter(ScimFilter Inner) : ScimFilter;

/// <summary>The attribute has a value that is not empty (<c>pr</c>).</summary>
public sealed record PresentFilter(AttributePath Path) : ScimFilter;

/// <summary>
/// A value of the attribute compares so with a constant. An attribute without a value compares as null: only
/// <c>ne</c> with a constant and <c>eq null</c> hold. Of several values one has to match.
/// </summary>
/// <param name="Path">For a complex attribute its <c>value</c> is compared.</param>
/// <param name="Value">A string, a decimal, a bool or null, of the type of the attribute.</param>
public sealed record CompareFilter(AttributePath Path, CompareOperator Operator, object? Value) : ScimFilter;

/// <summary>One value of a complex attribute meets the inner filter, whose paths are names of sub-attributes.</summary>
public sealed record ElementFilter(AttributePath Path, ScimFilter Inner) : ScimFilter;

/// <summary>The operators of RFC 7644 table 3, except <c>pr</c>.</summary>
public enum CompareOperator
{
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    GreaterThan,
    GreaterOrEqual,
    LessThan,
    LessOrEqual,
}

internal static class CompareOperators
{
    private static readonly string[] Keywords = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

    public static string Keyword(this CompareOperator op) => Keywords[(int)op];

    public static CompareOperator? Of(string keyword) =>
        Array.FindIndex(Keywords, k => k.Equals(keyword, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? (CompareOperator)index
            : null;

    public static bool IsEquality(this CompareOperator op) => op is CompareOperator.Equal or CompareOperator.NotEqual;

    public static bool IsText(this CompareOperator op) =>
        op is CompareOperator.Contains or CompareOperator.StartsWith or CompareOperator.EndsWith;

    public static bool IsOrder(this CompareOperator op) => op >= CompareOperator.GreaterThan;
}
