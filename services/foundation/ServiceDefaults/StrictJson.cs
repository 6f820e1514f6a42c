using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>JSON that means exactly one thing: what is unknown, missing, doubled or of another type is refused, not guessed at.</summary>
public static class StrictJson
{
    internal const int Depth = 32;

    public static IServiceCollection AddStrictJson(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(http => http.SerializerOptions.BeStrict())
        .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

    private static void BeStrict(this JsonSerializerOptions json)
    {
        json.MaxDepth = Depth;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new CleanTextConverter());
        json.WithSharedConverters();
    }
}

/// <summary>Text with a character that no database column, log line or screen should hold.</summary>
internal sealed class UncleanTextException() : JsonException(CleanText.Demand);

/// <summary>Refuses control characters other than tab and line breaks, and halves of surrogate pairs.</summary>
internal static class CleanText
{
    public const string Demand = "must not hold control characters or broken Unicode.";

    public static bool IsClean(string? text)
    {
        if (text is null)
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes puts U+FFFD where half a pair stands.
            if ((rune.Value < ' ' && rune.Value is not ('\t' or '\n' or '\r')) || rune.Value is 0x7f or 0xfffd)
                return false;
        }

        return true;
    }

    /// <summary>Holds addresses to what JSON is held to: what a handler binds from them ends in the same columns.</summary>
    internal static void UseCleanText(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (!IsClean(name) || !values.All(IsClean))
                throw new MalformedRequestException($"The query parameter {(IsClean(name) ? name : "with a broken name")} {Demand}");
        }

        return context.Request.RouteValues.Values.All(v => IsClean(v as string))
            ? next(context)
            : throw new MalformedRequestException($"The path {Demand}");
    });
}

internal sealed class CleanTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? Clean(ref reader) : throw new WrongKindException();

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Clean(ref reader)!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string? Clean(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is var text && CleanText.IsClean(text) ? text : throw new UncleanTextException();
        }
        catch (InvalidOperationException)
        {
            // The reader's word for half a surrogate pair or bytes that are not UTF-8.
            throw new UncleanTextException();
        }
    }

    private sealed class WrongKindException() : JsonException("The JSON value could not be converted to System.String.");
}
