using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The database of one service: its schema, and its connections with the settings that Marten's daemon needs.
/// </summary>
public sealed class EventDatabase : IAsyncDisposable
{
    internal const string PersonalDataKeysTable = "personal_data_keys",
        ProcessedMessagesTable = "processed_messages";

    /// <summary>For each connection: how many statements are parsed and planned once.</summary>
    private const int PreparedStatements = 200;

    /// <summary>
    /// The daemon waits for every transaction that took a number before it, so none may stay open for long.
    /// </summary>
    private const string Timeouts =
        "-c statement_timeout=30s -c idle_in_transaction_session_timeout=15s -c lock_timeout=10s";

    private readonly NpgsqlDataSource _sessions;

    /// <param name="schema">The schema of streams and documents, named after the service: lower case letters
    /// only.</param>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="projectionSchemas">The schemas of the present versions of the projections.</param>
    /// <exception cref="ArgumentException">The schema is no plain name.</exception>
    internal EventDatabase(string schema, string connectionString, IEnumerable<string> projectionSchemas)
    {
        if (schema.Length == 0 || !schema.All(char.IsAsciiLetterLower))
            throw new ArgumentException("A schema is named by lower case letters only.", nameof(schema));
        Schema = schema;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // Projections read and write their tables by plain names: the search path says in which version.
            SearchPath = string.Join(',', [.. projectionSchemas, schema]),
            MaxAutoPrepare = PreparedStatements,
            AutoPrepareMinUsages = 2,
            Options = Timeouts,
            // Pooled connections leave nothing behind in their session, see OpenSession.
            NoResetOnClose = true,
        };
        settings.ApplicationName ??= schema;
        Source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = schema }.Build();
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, 20);
        KeySource = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = $"{schema} keys" }.Build();
        settings.Pooling = false;
        settings.NoResetOnClose = false;
        _sessions = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>The schema of streams and documents.</summary>
    public string Schema { get; }

    /// <summary>
    /// Pooled connections, for statements and transactions that leave nothing behind in their session.
    /// </summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Pooled connections of the personal data keys, which are needed while others are held.</summary>
    internal NpgsqlDataSource KeySource { get; }

    /// <summary>A connection of its own, for settings, locks and listening that outlive a transaction.</summary>
    internal ValueTask<NpgsqlConnection> OpenSession(CancellationToken ct) => _sessions.OpenConnectionAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await KeySource.DisposeAsync();
        await _sessions.DisposeAsync();
    }
}
