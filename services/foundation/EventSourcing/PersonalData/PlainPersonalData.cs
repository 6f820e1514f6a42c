using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Events and documents as JSON for people to read: personal data in plain text, without its owner. It is never stored.
/// </summary>
public static class PlainPersonalData
{
    private static readonly JsonSerializerOptions Options = CreateOptions();

    /// <param name="data">An event or a document. Nulls are left out, and what was erased is null.</param>
    public static JsonNode ToJson(object data) => JsonSerializer.SerializeToNode(data, data.GetType(), Options)!;

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new Converters());
        return options.WithSharedConverters();
    }

    private sealed class Converters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(IPersonalData));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, IPersonalData<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Plain personal data is only written.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (value.ToPlainBytes(options) is not { } plain)
                writer.WriteNullValue();
            else if (value is PersonalText)
                writer.WriteStringValue(Encoding.UTF8.GetString(plain));
            else
                writer.WriteRawValue(plain);
        }
    }
}
