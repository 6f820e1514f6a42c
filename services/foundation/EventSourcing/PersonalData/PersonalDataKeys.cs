using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The keys under which personal text is encrypted: one AES-256 key for each person, wrapped with the master key of the
/// installation. Erasing a person deletes the key; streams stay whole and the text is gone.
/// </summary>
/// <remarks>
/// Safe for use by several threads. Keys are cached; an erasure reaches the caches of other replicas by NOTIFY. The
/// keys have a connection pool of their own, since a reader holds its connection while it waits for a key.
/// </remarks>
public sealed class PersonalDataKeys(EventDatabase database, MasterKeys masterKeys)
{
    private const int LoadBatch = 10_000,
        RotationBatch = 1_000;

    private static readonly AsyncLocal<IReadOnlyDictionary<Guid, byte[]?>?> Imported = new();

    /// <summary>
    /// The keys that a save has loaded for itself: until it serialises, others may forget what is cached.
    /// </summary>
    private static readonly AsyncLocal<Dictionary<Guid, byte[]?>?> Saving = new();

    /// <summary>What the serialisation on this thread was given, and the owners whose keys it lacked.</summary>
    [ThreadStatic]
    private static (Dictionary<Guid, byte[]?> Loaded, HashSet<Guid> Missing)? _thread;

    private readonly ConcurrentDictionary<Guid, byte[]?> _cache = [];
    private long _epoch;
    private volatile bool _hearsOfErasures;

    /// <summary>The channel on which replicas tell each other of erasures.</summary>
    internal string Channel => $"{database.Schema}_personal_data_keys";

    private string Table => $"{database.Schema}.{EventDatabase.PersonalDataKeysTable}";

    /// <summary>Deletes the person's key for good.</summary>
    /// <param name="owner">The person.</param>
    /// <param name="at">When the person was erased.</param>
    /// <returns>Whether there was a key.</returns>
    public async Task<bool> Erase(Guid owner, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = database.KeySource.CreateCommand(
            $"""
            with erased as (
                update {Table} set wrapped = null, erased_at = $2 where owner = $1 and wrapped is not null
                    returning owner)
            select count(*) from erased, pg_notify('{Channel}', erased.owner::text)
            """
        );
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        var erased = await command.ExecuteScalarAsync(ct) is 1L;
        Forget(owner);
        return erased;
    }

    /// <summary>
    /// Wraps all keys with the current master key, in batches, while readers and writers go on. Every replica must know
    /// the current master key before. Afterwards the former ones can be removed from the configuration.
    /// </summary>
    /// <returns>How many keys were wrapped anew.</returns>
    public async Task<long> Rotate(CancellationToken ct)
    {
        for (var rotated = 0L; ; )
        {
            var keys = await Former(ct);
            if (keys.Count == 0)
                return rotated;
            await using var command = database.KeySource.CreateCommand(
                $"""
                update {Table} k set wrapped = u.new, master_key = $1 from unnest($2, $3, $4) as u (owner, old, new)
                where k.owner = u.owner and k.wrapped = u.old
                """
            );
            command.Parameters.Add(new() { Value = masterKeys.CurrentId });
            command.Parameters.Add(new() { Value = keys.Select(k => k.Owner).ToArray() });
            command.Parameters.Add(new() { Value = keys.Select(k => k.Old).ToArray() });
            command.Parameters.Add(new() { Value = keys.Select(k => k.New).ToArray() });
            rotated += await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>
    /// Loads all keys into the cache, before the projections start: one by one they would wait for each person.
    /// </summary>
    internal async Task Warm(CancellationToken ct)
    {
        var epoch = Interlocked.Read(ref _epoch);
        await using var command = database.KeySource.CreateCommand($"select owner, wrapped, master_key from {Table}");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            Remember(rows.GetGuid(0), KeyIn(rows), epoch);
    }

    /// <summary>
    /// Texts are read with cached keys only while this replica hears of the erasures of the others. They are written
    /// with cached keys at any time: what is written under an erased key cannot be read.
    /// </summary>
    internal void TrustCache()
    {
        ForgetAll();
        _hearsOfErasures = true;
    }

    internal void DistrustCache()
    {
        _hearsOfErasures = false;
        ForgetAll();
    }

    internal void Forget(Guid owner)
    {
        Interlocked.Increment(ref _epoch);
        _cache.TryRemove(owner, out _);
    }

    internal void ForgetAll()
    {
        Interlocked.Increment(ref _epoch);
        _cache.Clear();
    }

    /// <summary>
    /// Runs a synchronous piece of serialisation. Where it lacks keys, loads all of these at once and runs it again.
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
            var (outer, missing) = (_thread, new HashSet<Guid>());
            _thread = new(loaded, missing);
            T result;
            try
            {
                result = serialise();
            }
            finally
            {
                _thread = outer;
            }

            if (missing.Count == 0)
                return result;
            await Load([.. missing], create, loaded, ct);
        }
    }

    /// <summary>
    /// Where the save that calls this finds its keys from now on. To be called from no asynchronous method.
    /// </summary>
    internal static Dictionary<Guid, byte[]?> HoldForSave() => Saving.Value = [];

    /// <summary>Takes keys that are not in the table yet, in this asynchronous flow alone.</summary>
    internal static IDisposable Use(IReadOnlyDictionary<Guid, byte[]?> keys)
    {
        Imported.Value = keys;
        return new EndOfUse();
    }

    /// <returns>Base64; null where there is no plain value, or the owner is erased.</returns>
    internal string? Encrypt(IPersonalData value, JsonSerializerOptions options) =>
        value.Plain(options) is { } plain && KeyOf(value.Owner, create: true) is { } key
            ? Convert.ToBase64String(AuthenticatedCipher.EncryptRepeatably(key, plain, value.Owner))
            : null;

    /// <summary>Decrypts what was read; without a plain value where the owner is erased.</summary>
    internal IPersonalData Open(IPersonalData value, JsonSerializerOptions options) =>
        value.Stored is { } stored && KeyOf(value.Owner, create: false) is { } key
            ? value.Opened(AuthenticatedCipher.Decrypt(key, Convert.FromBase64String(stored), value.Owner), options)
            : value;

    private byte[]? KeyOf(Guid owner, bool create)
    {
        byte[]? key = null;
        if (Imported.Value?.TryGetValue(owner, out key) is true)
            return key;
        if (create && Saving.Value?.TryGetValue(owner, out key) is true)
            return key;
        if (_thread?.Loaded.TryGetValue(owner, out key) is true)
            return key;
        if ((create || _hearsOfErasures) && _cache.TryGetValue(owner, out key))
        {
            _thread?.Loaded.Add(owner, key);
            return key;
        }

        if (_thread is { } thread)
        {
            thread.Missing.Add(owner);
            return null;
        }

        // Marten serialised something outside of the listener and the asynchronous reads: rare, and it has to wait.
        Dictionary<Guid, byte[]?> loaded = [];
        Load([owner], create, loaded, CancellationToken.None).GetAwaiter().GetResult();
        return loaded[owner];
    }

    private async Task Load(Guid[] owners, bool create, Dictionary<Guid, byte[]?> keys, CancellationToken ct)
    {
        var epoch = Interlocked.Read(ref _epoch);
        foreach (var some in owners.Order().Chunk(LoadBatch))
        {
            await using var connection = await database.KeySource.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            if (create)
                batch.BatchCommands.Add(Insert(some));
            batch.BatchCommands.Add(
                new($"select owner, wrapped, master_key from {Table} where owner = any($1)")
                {
                    Parameters = { new() { Value = some } },
                }
            );
            await using var rows = await batch.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var (owner, key) = (rows.GetGuid(0), KeyIn(rows));
                keys[owner] = key;
                Remember(owner, key, epoch);
            }
        }

        // A row without a key means erased. No row at all means that the table is not the one of these events.
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
                new() { Value = masterKeys.CurrentId },
            },
        };

    private byte[] NewKey(Guid owner) =>
        masterKeys.Wrap(RandomNumberGenerator.GetBytes(AuthenticatedCipher.KeyBytes), owner);

    private byte[]? KeyIn(NpgsqlDataReader row) =>
        row.IsDBNull(1) ? null : masterKeys.Unwrap(row.GetFieldValue<byte[]>(1), row.GetInt32(2), row.GetGuid(0));

    /// <summary>A key that was read before an erasure must not come back into the cache after it.</summary>
    private void Remember(Guid owner, byte[]? key, long epoch)
    {
        if (Interlocked.Read(ref _epoch) != epoch)
            return;
        _cache[owner] = key;
        if (Interlocked.Read(ref _epoch) != epoch)
            _cache.TryRemove(owner, out _);
    }

    private async Task<List<(Guid Owner, byte[] Old, byte[] New)>> Former(CancellationToken ct)
    {
        await using var command = database.KeySource.CreateCommand(
            $"select owner, wrapped, master_key from {Table} where master_key <> $1 and wrapped is not null limit {RotationBatch}"
        );
        command.Parameters.Add(new() { Value = masterKeys.CurrentId });
        var keys = new List<(Guid, byte[], byte[])>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var owner = rows.GetGuid(0);
            keys.Add((owner, rows.GetFieldValue<byte[]>(1), masterKeys.Wrap(KeyIn(rows)!, owner)));
        }

        return keys;
    }

    private sealed class EndOfUse : IDisposable
    {
        public void Dispose() => Imported.Value = null;
    }
}
