using System.Text.Json;
using System.Text.RegularExpressions;

namespace PeerNetwork.ServiceDefaults;

/// <summary>A part of the request cannot be read. The message is a sentence for the client.</summary>
public sealed class MalformedRequestException(string message, int status = StatusCodes.Status400BadRequest)
    : BadHttpRequestException(message, status);

/// <summary>
/// Explains to the client why a request cannot be read. The framework's own messages contain names of our types.
/// </summary>
internal static partial class MalformedRequest
{
    public static string? Explain(BadHttpRequestException exception) =>
        exception switch
        {
            MalformedRequestException => exception.Message,
            { InnerException: JsonException json } => Explain(json),
            { StatusCode: 400 } when Parameter().Match(exception.Message) is { Success: true } p =>
                $"The value of {p.Groups["name"]} cannot be read: {p.Groups["value"]}.",
            { StatusCode: 400 } when Required().Match(exception.Message) is { Success: true } p =>
                $"{p.Groups["name"]} is missing.",
            _ => null,
        };

    public static string Explain(JsonException exception)
    {
        var location = exception.Path is null or "$" ? "The JSON" : $"The JSON at {exception.Path}";
        if (exception is InvalidJsonValueException)
            return $"{location} {exception.Message}";
        var message = exception.Message;
        return Unmapped().Match(message) is { Success: true } unknown
                ? $"{location} has an unknown field: {unknown.Groups["name"]}."
            : Missing().Match(message) is { Success: true } missing
                ? $"{location} lacks required fields: {missing.Groups["names"]}."
            : Duplicate().IsMatch(message) ? $"{location} names a field twice."
            : NotNull().IsMatch(message) ? $"{location} must not be null."
            : TooDeep().IsMatch(message) ? $"{location} is nested deeper than {StrictJson.MaxDepth} levels."
            : WrongKind().IsMatch(message)
                ? $"{location} must be {DescribeExpectedType(exception.InnerException?.Message)}."
            : $"{location} is not well-formed "
                + $"(line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).";
    }

    private static string DescribeExpectedType(string? readerMessage) =>
        Kind().Match(readerMessage ?? "").Groups["kind"].Value switch
        {
            "number" or "Int16" or "Int32" or "Int64" or "Decimal" or "Double" => "a number in range",
            "boolean" => "true or false",
            "Guid" => "a UUID",
            "DateOnly" => "a date such as 2026-11-22",
            "TimeOnly" => "a time such as 09:30:00",
            "DateTimeOffset" or "DateTime" => "a time with offset such as 2026-11-22T09:30:00+01:00",
            _ => "of the type that the OpenAPI document names",
        };

    [GeneratedRegex(
        """^Failed to bind parameter "(?:.+ )?(?<name>\w+)" from "(?<value>.*)"\.$""",
        RegexOptions.Singleline
    )]
    private static partial Regex Parameter();

    [GeneratedRegex("""^Required parameter ".+ (?<name>\w+)" was not provided""")]
    private static partial Regex Required();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any", RegexOptions.Singleline)]
    private static partial Regex Unmapped();

    [GeneratedRegex(@"missing required properties including: (?<names>('\w+'(, )?)+)")]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property")]
    private static partial Regex Duplicate();

    [GeneratedRegex("doesn't allow (setting )?null values")]
    private static partial Regex NotNull();

    [GeneratedRegex("maximum (configured )?depth", RegexOptions.IgnoreCase)]
    private static partial Regex TooDeep();

    [GeneratedRegex("^The JSON value could not be converted to")]
    private static partial Regex WrongKind();

    [GeneratedRegex(@"as an? (?<kind>\w+)\.|supported (?<kind>\w+) format|bounds for an? (?<kind>\w+)\.")]
    private static partial Regex Kind();
}
