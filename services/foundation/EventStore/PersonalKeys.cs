using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// The keys under which personal text is sealed: one AES-256 key for each person, itself sealed with the master key of the installation.
/// Erasing a person deletes the key; the streams stay whole and the words are gone.
/// </summary>
/// <remarks>Safe for use by several threads. Keys are cached; an erasure reaches the caches of other replicas by NOTIFY.</remarks>
public sealed class PersonalKeys(EventStoreDatabase database)
{
    private const int NonceBytes = 12,
        TagBytes = 16,
        KeyBytes = 32;

    internal const int WrappedBytes = NonceBytes + TagBytes + KeyBytes;

    [ThreadStatic]
    private static HashSet<Guid>? _wanted;

    private readonly ConcurrentDictionary<Guid, byte[]?> _keys = [];

    /// <summary>Deletes the person's key for good and says whether there was one.</summary>
    public async Task<bool> Erase(Guid owner, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(
            $"""
            with gone as (update {database.Schema}.personal_keys set wrapped = null, erased = $2 where owner = $1 and wrapped is not null returning owner)
            select count(*) from gone, pg_notify('{database.KeysChannel}', gone.owner::text)
            """
        );
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        var erased = await command.ExecuteScalarAsync(ct) is 1L;
        Forget(owner);
        return erased;
    }

    internal void Forget(Guid owner) => _keys.TryRemove(owner, out _);

    internal void ForgetAll() => _keys.Clear();

    /// <summary>Takes a key that is not in the table yet; null for an erased person.</summary>
    internal void Remember(Guid owner, byte[]? key) => _keys[owner] = key;

    /// <summary>
    /// Runs a synchronous piece of serialisation; where it met people whose keys are not in the cache, fetches (or makes) all of these
    /// in one go and runs it again.
    /// </summary>
    internal async Task<T> With<T>(bool create, Func<T> serialise, CancellationToken ct)
    {
        while (true)
        {
            _wanted = null;
            var result = serialise();
            if (_wanted is not { Count: > 0 } wanted)
                return result;
            await Load([.. wanted], create, ct);
        }
    }

    internal string? Seal(Sealed value)
    {
        if (value.Text is null || KeyOf(value.Owner) is not { } key)
            return null;
        return Convert.ToBase64String(Encrypt(key, Encoding.UTF8.GetBytes(value.Text), value.Owner));
    }

    internal string? Unseal(Guid owner, string text) =>
        KeyOf(owner) is { } key ? Encoding.UTF8.GetString(Decrypt(key, Convert.FromBase64String(text), owner)) : null;

    private byte[]? KeyOf(Guid owner)
    {
        if (_keys.TryGetValue(owner, out var key))
            return key;
        (_wanted ??= []).Add(owner);
        return null;
    }

    private async Task Load(Guid[] owners, bool create, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        if (create)
        {
            await using var insert = new NpgsqlCommand(
                $"insert into {database.Schema}.personal_keys (owner, wrapped) select * from unnest($1, $2) on conflict (owner) do nothing",
                connection
            );
            insert.Parameters.Add(new() { Value = owners.Order().ToArray() });
            insert.Parameters.Add(
                new()
                {
                    Value = owners
                        .Order()
                        .Select(o => Encrypt(database.MasterKey, RandomNumberGenerator.GetBytes(KeyBytes), o))
                        .ToArray(),
                }
            );
            await insert.ExecuteNonQueryAsync(ct);
        }

        await using var select = new NpgsqlCommand(
            $"select owner, wrapped from {database.Schema}.personal_keys where owner = any($1)",
            connection
        );
        select.Parameters.Add(new() { Value = owners });
        var found = owners.ToDictionary(o => o, byte[]? (_) => null);
        await using (var reader = await select.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                found[reader.GetGuid(0)] = reader.IsDBNull(1)
                    ? null
                    : Decrypt(database.MasterKey, reader.GetFieldValue<byte[]>(1), reader.GetGuid(0));
        }

        foreach (var (owner, key) in found)
            _keys[owner] = key;
    }

    internal static byte[] Encrypt(byte[] key, byte[] plain, Guid owner)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes),
            plain,
            box.AsSpan(NonceBytes + TagBytes),
            box.AsSpan(NonceBytes, TagBytes),
            owner.ToByteArray()
        );
        return box;
    }

    internal static byte[] Decrypt(byte[] key, byte[] box, Guid owner)
    {
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            box.AsSpan(0, NonceBytes),
            box.AsSpan(NonceBytes + TagBytes),
            box.AsSpan(NonceBytes, TagBytes),
            plain,
            owner.ToByteArray()
        );
        return plain;
    }
}

internal sealed class SealedConverter(PersonalKeys keys) : JsonConverter<Sealed>
{
    private sealed record Box(Guid Owner, string? Text);

    public override Sealed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<Box>(ref reader, options) is { } box
            ? new(box.Owner, box.Text is { } text ? keys.Unseal(box.Owner, text) : null)
            : throw new JsonException("Sealed text cannot be null.");

    public override void Write(Utf8JsonWriter writer, Sealed value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Box(value.Owner, keys.Seal(value)), options);
}
