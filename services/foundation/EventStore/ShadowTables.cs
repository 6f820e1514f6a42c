using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// The tables of one projection, folded anew from events in a schema of their own beside the live ones. One rebuild or verification of a
/// projection runs at a time, on one connection.
/// </summary>
internal sealed class ShadowTables : IAsyncDisposable
{
    private const int BatchSize = 5_000;

    private readonly EventReader _reader;
    private readonly IProjection _projection;

    private ShadowTables(NpgsqlConnection connection, EventReader reader, IProjection projection) =>
        (Connection, _reader, _projection) = (connection, reader, projection);

    public NpgsqlConnection Connection { get; }

    public string Schema => SchemaOf(_projection);

    /// <summary>Up to which sequence number the tables are built.</summary>
    public long Position { get; private set; }

    /// <summary>Makes the tables, still empty.</summary>
    public static async Task<ShadowTables> Make(EventStoreDatabase database, EventReader reader, IProjection projection, CancellationToken ct)
    {
        var shadow = new ShadowTables(await database.Source.OpenConnectionAsync(ct), reader, projection);
        try
        {
            var schema = shadow.Schema;
            await shadow.Execute($"set lock_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; select pg_advisory_lock(hashtextextended('{schema}', 0))", ct);
            await shadow.Execute($"drop schema if exists {schema} cascade; create schema {schema}; set search_path = {schema}; {projection.Schema}", ct);
            return shadow;
        }
        catch
        {
            await shadow.DisposeAsync();
            throw;
        }
    }

    /// <summary>Applies all events up to this sequence number that were not applied yet.</summary>
    public async Task BuildUpTo(long position, CancellationToken ct)
    {
        while (Position < position)
        {
            var events = await _reader.Range(Connection, Position, position, BatchSize, ct);
            var sql = new SqlBatch();
            foreach (var e in events) _projection.Apply(e, sql);
            if (sql.Commands.Count > 0)
            {
                await using var batch = new NpgsqlBatch(Connection);
                foreach (var command in sql.Commands) batch.BatchCommands.Add(command);
                await batch.ExecuteNonQueryAsync(ct);
            }

            Position = events.Count == BatchSize ? events[^1].Sequence : position;
        }
    }

    public async Task Execute(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<T> Scalar<T>(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        return await command.ExecuteScalarAsync(ct) is T value ? value : throw new InvalidOperationException($"This gave no {typeof(T)}: {sql}");
    }

    public async ValueTask DisposeAsync()
    {
        // The settings and the lock of this session must not go back into the pool.
        if (Connection.State == System.Data.ConnectionState.Open)
            await Execute($"drop schema if exists {Schema} cascade; reset all; select pg_advisory_unlock_all()", CancellationToken.None);
        await Connection.DisposeAsync();
    }

    private static string SchemaOf(IProjection projection) => $"rebuild_{projection.Name}";
}
