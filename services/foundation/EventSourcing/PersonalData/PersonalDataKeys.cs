using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The keys under which personal text is encrypted: one AES-256 key for each person, wrapped with the master key of the
/// installation. Erasing a person deletes the key: streams stay unchanged, and the text cannot be read any more.
/// </summary>
/// <remarks>
/// Safe for use by several threads. Keys are cached. An erasure reaches the caches of other replicas by NOTIFY. The
/// keys have a separate connection pool, because a reader holds its connection while it waits for a key.
/// </remarks>
public sealed class PersonalDataKeys(EventDatabase database, Lazy<MasterKeys> masterKeys)
{
    private const int LoadBatchSize = 10_000,
        RotationBatchSize = 1_000;

    /// <summary>In the row of a person who was erased before there was a key.</summary>
    private const int NoMasterKey = 0;

    private static readonly AsyncLocal<IReadOnlyDictionary<Guid, byte[]?>?> ImportedKeys = new();

    /// <summary>
    /// The keys that the current save has loaded. Before it serialises, other threads may evict keys from the cache.
    /// </summary>
    private static readonly AsyncLocal<Dictionary<Guid, byte[]?>?> KeysOfSave = new();

    /// <summary>The keys of the serialisation on this thread, and the owners whose keys were missing.</summary>
    [ThreadStatic]
    private static (Dictionary<Guid, byte[]?> Loaded, HashSet<Guid> Missing)? _serialisation;

    private readonly ConcurrentDictionary<Guid, byte[]?> _cache = [];
    private long _evictions;
    private volatile bool _mayReadFromCache;

    /// <summary>The NOTIFY channel for erasures.</summary>
    internal string Channel => $"{database.Schema}_personal_data_keys";

    private string Table => $"{database.Schema}.{EventDatabase.PersonalDataKeysTable}";

    /// <summary>
    /// Deletes the person's key permanently. A person without a key gets none later: text that is written for them
    /// afterwards is not stored.
    /// </summary>
    /// <param name="owner">The person.</param>
    /// <param name="at">When the person was erased.</param>
    /// <returns>Whether the person ever had a key. A repeated call returns the same.</returns>
    public async Task<bool> Erase(Guid owner, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = database.KeySource.CreateCommand(
            $"""
            with erased as (
                insert into {Table} as k (owner, wrapped, master_key, erased_at) values ($1, null, {NoMasterKey}, $2)
                on conflict (owner) do update set wrapped = null, erased_at = coalesce(k.erased_at, excluded.erased_at)
                    returning owner, master_key)
            select master_key <> {NoMasterKey} from erased, pg_notify('{Channel}', erased.owner::text)
            """
        );
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        var hadKey = await command.ExecuteScalarAsync(ct) is true;
        Evict(owner);
        return hadKey;
    }

    /// <summary>
    /// Wraps all keys with the current master key, in batches, while readers and writers go on. Every replica must have
    /// the current master key in its configuration before the rotation. After it, the former master keys can be
    /// removed.
    /// </summary>
    /// <returns>How many keys were wrapped with the current master key.</returns>
    public async Task<long> Rotate(CancellationToken ct)
    {
        for (var rotated = 0L; ; )
        {
            var keys = await LoadKeysToRotate(ct);
            if (keys.Count == 0)
                return rotated;
            await using var command = database.KeySource.CreateCommand(
                $"""
                update {Table} k set wrapped = u.new, master_key = $1 from unnest($2, $3, $4) as u (owner, old, new)
                where k.owner = u.owner and k.wrapped = u.old
                """
            );
            command.Parameters.Add(new() { Value = masterKeys.Value.CurrentId });
            command.Parameters.Add(new() { Value = keys.Select(k => k.Owner).ToArray() });
            command.Parameters.Add(new() { Value = keys.Select(k => k.Old).ToArray() });
            command.Parameters.Add(new() { Value = keys.Select(k => k.New).ToArray() });
            rotated += await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>
    /// Loads all keys into the cache at startup. Otherwise the projections would load the key of each person one by
    /// one.
    /// </summary>
    internal async Task LoadAll(CancellationToken ct)
    {
        var evictions = Interlocked.Read(ref _evictions);
        await using var command = database.KeySource.CreateCommand($"select owner, wrapped, master_key from {Table}");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            AddToCache(rows.GetGuid(0), ReadKey(rows), evictions);
    }

    /// <summary>
    /// Cached keys may be used for reading only while this replica receives the erasures of other replicas. They may
    /// always be used for writing: text that is written under an erased key cannot be read.
    /// </summary>
    internal void EnableReadCache()
    {
        EvictAll();
        _mayReadFromCache = true;
    }

    internal void DisableReadCache()
    {
        _mayReadFromCache = false;
        EvictAll();
    }

    internal void Evict(Guid owner)
    {
        Interlocked.Increment(ref _evictions);
        _cache.TryRemove(owner, out _);
    }

    internal void EvictAll()
    {
        Interlocked.Increment(ref _evictions);
        _cache.Clear();
    }

    /// <summary>
    /// Runs a synchronous serialisation. If keys are missing, it loads them all at once and runs the serialisation
    /// again.
    /// </summary>
    internal async ValueTask<T> WithKeys<T>(
        bool create,
        Func<T> serialise,
        CancellationToken ct,
        Dictionary<Guid, byte[]?>? loaded = null
    )
    {
        for (loaded ??= []; ; )
        {
            var (outer, missing) = (_serialisation, new HashSet<Guid>());
            _serialisation = new(loaded, missing);
            T result;
            try
            {
                result = serialise();
            }
            finally
            {
                _serialisation = outer;
            }

            if (missing.Count == 0)
                return result;
            await Load([.. missing], create, loaded, ct);
        }
    }

    /// <summary>
    /// Creates the set of keys for the save that calls this. It must not be called from an asynchronous method: the
    /// value would be lost when that method returns.
    /// </summary>
    internal static Dictionary<Guid, byte[]?> StartSave() => KeysOfSave.Value = [];

    /// <summary>Uses keys that are not committed yet, in this asynchronous flow only.</summary>
    internal static IDisposable UseImportedKeys(IReadOnlyDictionary<Guid, byte[]?> keys)
    {
        ImportedKeys.Value = keys;
        return new ImportedKeysScope();
    }

    /// <returns>Base64; null if there is no plain value, or if the owner is erased.</returns>
    internal string? Encrypt(IPersonalData value, JsonSerializerOptions options) =>
        value.ToPlainBytes(options) is { } plain && KeyOf(value.Owner, create: true) is { } key
            ? Convert.ToBase64String(AuthenticatedCipher.EncryptDeterministically(key, plain, value.Owner))
            : null;

    /// <summary>Decrypts a value. The result has no plain value if the owner is erased.</summary>
    internal IPersonalData Decrypt(IPersonalData value, JsonSerializerOptions options) =>
        value.Stored is { } stored && KeyOf(value.Owner, create: false) is { } key
            ? value.Decrypted(AuthenticatedCipher.Decrypt(key, Convert.FromBase64String(stored), value.Owner), options)
            : value;

    private byte[]? KeyOf(Guid owner, bool create)
    {
        byte[]? key = null;
        if (ImportedKeys.Value?.TryGetValue(owner, out key) is true)
            return key;
        if (create && KeysOfSave.Value?.TryGetValue(owner, out key) is true)
            return key;
        if (_serialisation?.Loaded.TryGetValue(owner, out key) is true)
            return key;
        if ((create || _mayReadFromCache) && _cache.TryGetValue(owner, out key))
        {
            _serialisation?.Loaded.Add(owner, key);
            return key;
        }

        if (_serialisation is { } serialisation)
        {
            serialisation.Missing.Add(owner);
            return null;
        }

        // Marten serialises something outside of the listener and the asynchronous reads. This is rare, and has to
        // block.
        Dictionary<Guid, byte[]?> loaded = [];
        Load([owner], create, loaded, CancellationToken.None).GetAwaiter().GetResult();
        return loaded[owner];
    }

    private async Task Load(Guid[] owners, bool create, Dictionary<Guid, byte[]?> keys, CancellationToken ct)
    {
        var evictions = Interlocked.Read(ref _evictions);
        foreach (var chunk in owners.Order().Chunk(LoadBatchSize))
        {
            await using var connection = await database.KeySource.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            if (create)
                batch.BatchCommands.Add(Insert(chunk));
            batch.BatchCommands.Add(
                new($"select owner, wrapped, master_key from {Table} where owner = any($1)")
                {
                    Parameters = { new() { Value = chunk } },
                }
            );
            await using var rows = await batch.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var (owner, key) = (rows.GetGuid(0), ReadKey(rows));
                keys[owner] = key;
                AddToCache(owner, key, evictions);
            }
        }

        // A row without a key means that the person is erased. A missing row means that the table does not belong to
        // these events.
        foreach (var owner in owners.Where(o => !keys.ContainsKey(o)))
            throw new CryptographicException($"There is no personal data key of {owner}, whose text is stored here.");
    }

    private NpgsqlBatchCommand Insert(Guid[] owners) =>
        new(
            $"""
            insert into {Table} (owner, wrapped, master_key) select owner, wrapped, $3
                from unnest($1, $2) as u (owner, wrapped)
            on conflict (owner) do nothing
            """
        )
        {
            Parameters =
            {
                new() { Value = owners },
                new() { Value = owners.Select(NewKey).ToArray() },
                new() { Value = masterKeys.Value.CurrentId },
            },
        };

    private byte[] NewKey(Guid owner) =>
        masterKeys.Value.Wrap(RandomNumberGenerator.GetBytes(AuthenticatedCipher.KeyBytes), owner);

    private byte[]? ReadKey(NpgsqlDataReader row) =>
        row.IsDBNull(1) ? null : masterKeys.Value.Unwrap(row.GetFieldValue<byte[]>(1), row.GetInt32(2), row.GetGuid(0));

    /// <summary>A key that was read before an erasure must not be added to the cache after it.</summary>
    private void AddToCache(Guid owner, byte[]? key, long evictions)
    {
        if (Interlocked.Read(ref _evictions) != evictions)
            return;
        _cache[owner] = key;
        if (Interlocked.Read(ref _evictions) != evictions)
            _cache.TryRemove(owner, out _);
    }

    private async Task<List<(Guid Owner, byte[] Old, byte[] New)>> LoadKeysToRotate(CancellationToken ct)
    {
        await using var command = database.KeySource.CreateCommand(
            $"""
            select owner, wrapped, master_key from {Table} where master_key <> $1 and wrapped is not null
                limit {RotationBatchSize}
            """
        );
        command.Parameters.Add(new() { Value = masterKeys.Value.CurrentId });
        var keys = new List<(Guid, byte[], byte[])>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var owner = rows.GetGuid(0);
            keys.Add((owner, rows.GetFieldValue<byte[]>(1), masterKeys.Value.Wrap(ReadKey(rows)!, owner)));
        }

        return keys;
    }

    private sealed class ImportedKeysScope : IDisposable
    {
        public void Dispose() => ImportedKeys.Value = null;
    }
}
