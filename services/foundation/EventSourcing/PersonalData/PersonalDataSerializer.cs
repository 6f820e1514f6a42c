using System.Data.Common;
using System.Text.Json;
using Marten;
using Weasel.Storage;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Marten's System.Text.Json serialiser with encryption of personal data. It reads asynchronously, because it may load
/// keys from the database. Writing is synchronous in Marten, so <see cref="PersonalDataListener"/> loads the keys
/// before.
/// </summary>
/// <remarks>The interfaces are listed again so that Marten calls the members of this class.</remarks>
internal sealed class PersonalDataSerializer : Marten.Services.SystemTextJsonSerializer, ISerializer, IStorageSerializer
{
    private readonly PersonalDataKeys _keys;
    private readonly JsonSerializerOptions _options;

    public PersonalDataSerializer(PersonalDataKeys keys)
    {
        _keys = keys;
        _options = EventJson.CreateStoreOptions(keys);
        EnumStorage = Weasel.Core.EnumStorage.AsString;
        Casing = Weasel.Core.Casing.CamelCase;
        Configure(options =>
        {
            options.DefaultIgnoreCondition = _options.DefaultIgnoreCondition;
            options.Encoder = _options.Encoder;
            options.PropertyNameCaseInsensitive = _options.PropertyNameCaseInsensitive;
            for (var i = 0; i < _options.Converters.Count; i++)
                options.Converters.Insert(i, _options.Converters[i]);
        });
    }

    public new async ValueTask<T> FromJsonAsync<T>(
        DbDataReader reader,
        int index,
        CancellationToken cancellationToken = default
    ) => (T)await FromJsonAsync(typeof(T), reader, index, cancellationToken);

    public new async ValueTask<object> FromJsonAsync(
        Type type,
        DbDataReader reader,
        int index,
        CancellationToken cancellationToken = default
    )
    {
        // Read as bytes: a jsonb column can be opened as a stream only once for each row.
        var json = await reader.GetFieldValueAsync<byte[]>(index, cancellationToken);
        return (
            await _keys.WithKeys(
                create: false,
                () => JsonSerializer.Deserialize(json, type, _options),
                cancellationToken
            )
        )!;
    }
}
