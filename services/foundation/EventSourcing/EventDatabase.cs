using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The database of one service: its schema, and its connections with the settings that Marten's daemon needs.
/// </summary>
public sealed class EventDatabase : IAsyncDisposable
{
    internal const string PersonalDataKeysTable = "personal_data_keys",
        ProcessedMessagesTable = "processed_messages";

    /// <summary>How many prepared statements a connection keeps.</summary>
    private const int MaxPreparedStatements = 200;

    /// <summary>
    /// The daemon waits for every open transaction that has taken a sequence number, so none may stay open for long.
    /// </summary>
    private const string Timeouts =
        "-c statement_timeout=30s -c idle_in_transaction_session_timeout=15s -c lock_timeout=10s";

    private readonly NpgsqlDataSource _unpooledSource;

    /// <param name="schema">The schema of streams and documents, named after the service: lower case letters
    /// only.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="projectionSchemas">The schemas of the current versions of the projections.</param>
    /// <exception cref="ArgumentException">The schema has other characters than lower-case letters.</exception>
    internal EventDatabase(string schema, string connectionString, IEnumerable<string> projectionSchemas)
    {
        if (schema.Length == 0 || !schema.All(char.IsAsciiLetterLower))
            throw new ArgumentException("A schema is named by lower case letters only.", nameof(schema));
        Schema = schema;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Projections name their tables without a schema. The search path leads to the current version.
            SearchPath = string.Join(',', [.. projectionSchemas, schema]),
            MaxAutoPrepare = MaxPreparedStatements,
            AutoPrepareMinUsages = 2,
            Options = Timeouts,
            // Pooled connections never change session state, so they need no reset. See OpenUnpooledConnection.
            NoResetOnClose = true,
        };
        settings.ApplicationName ??= schema;
        Source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = schema }.Build();
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, 20);
        KeySource = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = $"{schema} keys" }.Build();
        settings.Pooling = false;
        settings.NoResetOnClose = false;
        _unpooledSource = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>The schema of streams and documents.</summary>
    public string Schema { get; }

    /// <summary>Pooled connections, for work that does not change session state.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>
    /// Pooled connections for personal data keys. A caller may need one while it holds a connection of the other pool.
    /// </summary>
    internal NpgsqlDataSource KeySource { get; }

    /// <summary>A connection outside the pools, for settings, locks and LISTEN that outlast a transaction.</summary>
    internal ValueTask<NpgsqlConnection> OpenUnpooledConnection(CancellationToken ct) =>
        _unpooledSource.OpenConnectionAsync(ct);

    /// <summary>Takes an advisory lock, for work that one process of the service does at a time.</summary>
    /// <param name="name">What the work is, unique within the database.</param>
    /// <returns>Frees the lock when it is disposed; null if another process holds it.</returns>
    public async Task<IAsyncDisposable?> TryLock(string name, CancellationToken ct)
    {
        var connection = await OpenUnpooledConnection(ct);
        try
        {
            await using var command = new NpgsqlCommand(
                "select pg_try_advisory_lock(hashtextextended($1, 0))",
                connection
            );
            command.Parameters.Add(new() { Value = name });
            if (await command.ExecuteScalarAsync(ct) is true)
                return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await KeySource.DisposeAsync();
        await _unpooledSource.DisposeAsync();
    }
}
