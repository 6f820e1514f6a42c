using System.Text.Json;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>The database of one service: its connections, its schema and its JSON.</summary>
public sealed class EventStoreDatabase : IAsyncDisposable
{
    /// <param name="schema">The schema of the event tables, named after the service: lower case letters only.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="masterKey">32 bytes that wrap the keys of personal data.</param>
    /// <exception cref="ArgumentException">The schema is no plain name, or the master key has another length.</exception>
    public EventStoreDatabase(string schema, string connectionString, byte[] masterKey)
    {
        if (schema.Length == 0 || !schema.All(char.IsAsciiLetterLower))
            throw new ArgumentException("A schema is named by lower case letters only.", nameof(schema));
        if (masterKey.Length != MasterKeyBytes)
            throw new ArgumentException($"The master key has to have {MasterKeyBytes} bytes.", nameof(masterKey));
        (Schema, MasterKey) = (schema, masterKey);
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = schema };
        builder.ConnectionStringBuilder.SearchPath = $"{ReadModelsSchema},{schema}";
        builder.ConnectionStringBuilder.ApplicationName ??= schema;
        builder.ConnectionStringBuilder.MaxAutoPrepare = PreparedStatements;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.Options = $"{NothingHeldForLong} {IndexesFromTheFirstRow}";
        // What a session sets or locks ends with it, see OpenSession; on these connections there is nothing to be undone.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        Source = builder.Build();
        builder.ConnectionStringBuilder.Pooling = false;
        _sessions = builder.Build();
        Keys = new PersonalKeys(this);
        Json = EventJson.OptionsWith(Keys);
    }

    private EventStoreDatabase(EventStoreDatabase shared)
    {
        (Schema, MasterKey, Source, _sessions) = (shared.Schema, shared.MasterKey, shared.Source, shared._sessions);
        Keys = new PersonalKeys(this);
        Json = EventJson.OptionsWith(Keys);
    }

    /// <summary>The length of the master key, an AES-256 key.</summary>
    public const int MasterKeyBytes = 32;

    /// <summary>For each connection: statements that are parsed and planned once.</summary>
    private const int PreparedStatements = 200;

    /// <summary>The safe mark of all readers would wait for a transaction that stays open.</summary>
    private const string NothingHeldForLong =
        "-c statement_timeout=30s -c idle_in_transaction_session_timeout=15s -c lock_timeout=10s";

    /// <summary>
    /// A statement is planned when its table is still empty, and that plan stays: it would read the whole table until somebody analyses it.
    /// Where there is no index the table is read all the same; its price, which is then beyond measure, must not call the compiler.
    /// </summary>
    private const string IndexesFromTheFirstRow = "-c enable_seqscan=off -c jit=off";

    internal const string ReadModelsSchema = "read_models";

    private readonly NpgsqlDataSource _sessions;

    /// <summary>Pooled connections, for statements and transactions that leave nothing behind in their session.</summary>
    public NpgsqlDataSource Source { get; }

    public string Schema { get; }

    public PersonalKeys Keys { get; }

    /// <summary>How events are stored: System.Text.Json, camel case, personal text sealed.</summary>
    public JsonSerializerOptions Json { get; }

    internal byte[] MasterKey { get; }

    internal string EventsChannel => $"{Schema}_events";

    internal string KeysChannel => $"{Schema}_keys";

    /// <summary>A session of its own, for settings, locks and listening that outlive a transaction: they end with it.</summary>
    internal ValueTask<NpgsqlConnection> OpenSession(CancellationToken ct) => _sessions.OpenConnectionAsync(ct);

    /// <summary>The same database over the same connections, with an empty cache of keys. It needs no disposal.</summary>
    internal EventStoreDatabase WithKeysOfItsOwn() => new(this);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _sessions.DisposeAsync();
    }
}
