using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PeerNetwork.EventSourcing;

/// <summary>The JSON conventions of events and APIs: camelCase, enums as text, a typed id as its Guid.</summary>
public static class EventJson
{
    /// <summary>Adds the converters that all JSON of the platform uses.</summary>
    public static JsonSerializerOptions WithSharedConverters(this JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TypedIdConverters());
        return options;
    }

    /// <summary>
    /// The JSON options of stored events and documents: nulls are left out, personal data is encrypted.
    /// </summary>
    internal static JsonSerializerOptions CreateStoreOptions(PersonalDataKeys keys)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new PersonalDataConverters(keys));
        return options.WithSharedConverters();
    }

    /// <summary>A typed id, <c>readonly record struct MatchId(Guid Value)</c>, is written as the plain Guid.</summary>
    private sealed class TypedIdConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsValueType
            && typeToConvert.GetConstructor([typeof(Guid)]) is not null
            && typeToConvert.GetProperties(BindingFlags.Public | BindingFlags.Instance) is [{ Name: "Value" } value]
            && value.PropertyType == typeof(Guid);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(TypedIdConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class TypedIdConverter<TId> : JsonConverter<TId>
        where TId : struct
    {
        private static readonly ValueGetter Value = typeof(TId)
            .GetProperty("Value")!
            .GetMethod!.CreateDelegate<ValueGetter>();

        private delegate Guid ValueGetter(ref TId id);

        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (TId)Activator.CreateInstance(typeof(TId), reader.GetGuid())!;

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Value(ref value));

        public override TId ReadAsPropertyName(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            Guid.TryParse(reader.GetString(), out var id)
                ? (TId)Activator.CreateInstance(typeof(TId), id)!
                : throw new JsonException("A key of the object must be an id.");

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Value(ref value).ToString());
    }
}
