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
        if (schema.Length == 0 || !schema.All(char.IsAsciiLetterLower)) throw new ArgumentException("A schema is named by lower case letters only.", nameof(schema));
        if (masterKey.Length != MasterKeyBytes) throw new ArgumentException($"The master key has to have {MasterKeyBytes} bytes.", nameof(masterKey));
        (Schema, MasterKey) = (schema, masterKey);
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = schema };
        builder.ConnectionStringBuilder.SearchPath = $"{ReadModelsSchema},{schema}";
        builder.ConnectionStringBuilder.ApplicationName ??= schema;
        builder.ConnectionStringBuilder.MaxAutoPrepare = PreparedStatements;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        // Nothing may hold a transaction open for long: the safe mark of all readers would wait for it.
        builder.ConnectionStringBuilder.Options = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=15s -c lock_timeout=10s";
        Source = builder.Build();
        Keys = new PersonalKeys(this);
        Json = EventJson.OptionsWith(Keys);
    }

    /// <summary>The length of the master key, an AES-256 key.</summary>
    public const int MasterKeyBytes = 32;

    /// <summary>For each connection: statements that are parsed and planned once.</summary>
    private const int PreparedStatements = 200;

    internal const string ReadModelsSchema = "read_models";

    public NpgsqlDataSource Source { get; }

    public string Schema { get; }

    public PersonalKeys Keys { get; }

    /// <summary>How events are stored: System.Text.Json, camel case, personal text sealed.</summary>
    public JsonSerializerOptions Json { get; }

    internal byte[] MasterKey { get; }

    internal string EventsChannel => $"{Schema}_events";

    internal string KeysChannel => $"{Schema}_keys";

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
