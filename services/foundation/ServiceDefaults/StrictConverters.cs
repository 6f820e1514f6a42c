using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Text without a character that no database column, log line or screen should hold.</summary>
internal sealed class ValidTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Null
            ? Clean(ref reader)
            : throw new UnwantedValueException("must be text.");

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => Clean(ref reader)!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string? Clean(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is var text && TextValidation.IsText(text)
                ? text
                : throw new UnwantedValueException(TextValidation.TextMessage);
        }
        catch (InvalidOperationException)
        {
            // The reader's word for half a surrogate pair or bytes that are not UTF-8.
            throw new UnwantedValueException(TextValidation.TextMessage);
        }
    }
}

/// <summary>
/// An enum is one of its words, exactly; the framework's own reader also takes lists of them and any casing.
/// </summary>
internal sealed class WordConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(WordConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class WordConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>()
            .ToFrozenDictionary(v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()), StringComparer.Ordinal);

        private static readonly FrozenDictionary<T, string> Words = Values.ToFrozenDictionary(v => v.Value, v => v.Key);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? Value(reader.GetString()) : throw Unknown();

        public override T ReadAsPropertyName(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => Value(reader.GetString());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Words[value]);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Words[value]);

        private static T Value(string? word) =>
            word is not null && Values.TryGetValue(word, out var value) ? value : throw Unknown();

        private static UnwantedValueException Unknown() =>
            new($"must be one of: {string.Join(", ", Values.Keys.Order(StringComparer.Ordinal))}.");
    }
}
