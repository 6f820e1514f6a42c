using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.EventSourcing;

/// <summary>Writes personal values as <see cref="StoredPersonalData"/>, and decrypts them on reading.</summary>
internal sealed class PersonalDataConverters(PersonalDataKeys keys) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(IPersonalData));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert), keys)!;

    private sealed class Converter<T>(PersonalDataKeys keys) : JsonConverter<T>
        where T : struct, IPersonalData<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (T)
                keys.Decrypt(
                    StoredPersonalData.Read<T>(JsonSerializer.Deserialize<StoredPersonalData>(ref reader, options)),
                    options
                );

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(
                writer,
                new StoredPersonalData(value.Owner, value.Stored ?? keys.Encrypt(value, options)),
                options
            );
    }
}
