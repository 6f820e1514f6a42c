using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Rejects text with control characters or broken Unicode.</summary>
internal sealed class ValidTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Null
            ? ReadClean(ref reader)
            : throw new InvalidJsonValueException("must be text.");

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => ReadClean(ref reader)!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string? ReadClean(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is var text && TextValidation.IsText(text)
                ? text
                : throw new InvalidJsonValueException(TextValidation.TextMessage);
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for half a surrogate pair and for bytes that are not UTF-8.
            throw new InvalidJsonValueException(TextValidation.TextMessage);
        }
    }
}

/// <summary>
/// Reads an enum only from its exact camelCase name. The framework's converter also accepts lists of names and any
/// casing.
/// </summary>
internal sealed class StrictEnumConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(StrictEnumConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class StrictEnumConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>()
            .ToFrozenDictionary(v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()), StringComparer.Ordinal);

        private static readonly FrozenDictionary<T, string> Names = Values.ToFrozenDictionary(v => v.Value, v => v.Key);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? Parse(reader.GetString()) : throw UnknownValue();

        public override T ReadAsPropertyName(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Names[value]);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Names[value]);

        private static T Parse(string? name) =>
            name is not null && Values.TryGetValue(name, out var value) ? value : throw UnknownValue();

        private static InvalidJsonValueException UnknownValue() =>
            new($"must be one of: {string.Join(", ", Values.Keys.Order(StringComparer.Ordinal))}.");
    }
}
