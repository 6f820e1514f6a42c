using System.Text.Json;
using System.Text.RegularExpressions;

namespace PeerNetwork.ServiceDefaults;

/// <summary>A part of the request that cannot be read; the message is a sentence for the client.</summary>
public sealed class MalformedRequestException(string message) : BadHttpRequestException(message, StatusCodes.Status400BadRequest);

/// <summary>Says what to change about a request that cannot be read, in the client's terms: the framework's own messages name our types.</summary>
internal static partial class MalformedRequest
{
    public static string? Explain(BadHttpRequestException exception) => exception switch
    {
        MalformedRequestException => exception.Message,
        { InnerException: JsonException json } => Explain(json),
        { StatusCode: 400 } when Parameter().Match(exception.Message) is { Success: true } p =>
            $"The value of {p.Groups["name"]} cannot be read: {p.Groups["value"]}.",
        { StatusCode: 400 } when Required().Match(exception.Message) is { Success: true } p => $"{p.Groups["name"]} is missing.",
        _ => null,
    };

    public static string Explain(JsonException exception)
    {
        var place = exception.Path is null or "$" ? "The JSON" : $"The JSON at {exception.Path}";
        if (exception is UncleanTextException)
            return $"{place} {exception.Message}";
        var message = exception.Message;
        return Unmapped().Match(message) is { Success: true } unknown ? $"{place} has a field that is not known here: {unknown.Groups["name"]}."
            : Missing().Match(message) is { Success: true } missing ? $"{place} lacks required fields: {missing.Groups["names"]}."
            : Duplicate().IsMatch(message) ? $"{place} names a field twice."
            : NotNull().IsMatch(message) ? $"{place} must not be null."
            : Wanted().Match(message) is { Success: true } wanted ? $"{place} must be {Kind(wanted.Groups["type"].Value)}."
            : message.Contains("maximum configured depth", StringComparison.Ordinal) ? $"{place} is nested deeper than {StrictJson.Depth} levels."
            : $"{place} is not well-formed (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).";
    }

    private static string Kind(string type) => type.Replace("System.Nullable`1[", "", StringComparison.Ordinal).TrimEnd(']', '.') switch
    {
        "System.String" => "text",
        "System.Int32" or "System.Int64" or "System.Int16" => "a whole number in range",
        "System.Decimal" or "System.Double" or "System.Single" => "a number",
        "System.Boolean" => "true or false",
        "System.Guid" => "a UUID",
        "System.DateOnly" => "a date such as 2026-11-22",
        "System.TimeOnly" => "a time such as 09:30:00",
        "System.DateTimeOffset" or "System.DateTime" => "a time with offset such as 2026-11-22T09:30:00+01:00",
        _ => "of the type, or among the words, that the OpenAPI document names",
    };

    [GeneratedRegex("""^Failed to bind parameter "(?:.+ )?(?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex("""^Required parameter ".+ (?<name>\w+)" was not provided""")]
    private static partial Regex Required();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any", RegexOptions.Singleline)]
    private static partial Regex Unmapped();

    [GeneratedRegex(@"missing required properties including: (?<names>('\w+'(, )?)+)")]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property|duplicate", RegexOptions.IgnoreCase)]
    private static partial Regex Duplicate();

    [GeneratedRegex("doesn't allow (setting )?null values")]
    private static partial Regex NotNull();

    [GeneratedRegex(@"^The JSON value could not be converted to (?<type>\S+?)\. ?(Path|$)")]
    private static partial Regex Wanted();
}
