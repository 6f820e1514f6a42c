using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// The tables of one projection, folded anew from events in a schema of their own beside the live ones. One rebuild or verification of a
/// projection runs at a time, on one connection.
/// </summary>
internal sealed class ShadowTables : IAsyncDisposable
{
    private readonly EventStoreDatabase _database;
    private readonly EventReader _reader;
    private readonly IProjection _projection;

    private ShadowTables(
        EventStoreDatabase database,
        NpgsqlConnection connection,
        EventReader reader,
        IProjection projection
    ) => (_database, Connection, _reader, _projection) = (database, connection, reader, projection);

    public NpgsqlConnection Connection { get; }

    public string Schema => SchemaOf(_projection);

    /// <summary>Up to which sequence number the tables are built.</summary>
    public long Position { get; private set; }

    /// <summary>Makes the tables, still empty.</summary>
    public static async Task<ShadowTables> Make(
        EventStoreDatabase database,
        EventReader reader,
        IProjection projection,
        CancellationToken ct
    )
    {
        var shadow = new ShadowTables(database, await database.OpenSession(ct), reader, projection);
        try
        {
            var schema = shadow.Schema;
            await shadow.Connection.Execute(
                $"set lock_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set timezone = 'UTC'; select pg_advisory_lock(hashtextextended('{schema}', 0))",
                ct
            );
            await shadow.Connection.Execute(
                $"drop schema if exists {schema} cascade; create schema {schema}; set search_path = {schema}; {projection.Schema}",
                ct
            );
            return shadow;
        }
        catch
        {
            await shadow.DisposeAsync();
            throw;
        }
    }

    /// <summary>Applies all events up to this sequence number that were not applied yet, as the transaction of the connection sees them.</summary>
    public async Task BuildUpTo(long position, CancellationToken ct)
    {
        await foreach (var events in _reader.Batches(Connection, Position, position, ct))
            await Apply(events, ct);
    }

    /// <summary>The same outside of a transaction: a second connection reads on while the events before are being applied.</summary>
    public async Task BuildAhead(long position, CancellationToken ct)
    {
        await using var ahead = await _database.Source.OpenConnectionAsync(ct);
        // A crash leaves nothing of a shadow that is worth a wait for the disk.
        await Connection.Execute("set synchronous_commit = off", ct);
        var next = Read(Position);
        while (Position < position)
        {
            var events = await next;
            next = Read(events.Reached);
            await Apply(events, ct);
        }

        await next;
        await Connection.Execute("reset synchronous_commit", ct);

        Task<EventBatch> Read(long above) =>
            Task.Run(() => _reader.Range(ahead, above, position, EventReader.LargeBatch, ct), ct);
    }

    private async Task Apply(EventBatch events, CancellationToken ct)
    {
        var sql = new SqlBatch();
        foreach (var e in events.Events)
            _projection.Apply(e, sql);
        await sql.Execute(Connection, ct);
        Position = events.Reached;
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection.State == System.Data.ConnectionState.Open)
            await Connection.Execute($"drop schema if exists {Schema} cascade", CancellationToken.None);
        await Connection.DisposeAsync();
    }

    private static string SchemaOf(IProjection projection) => $"rebuild_{projection.Name}";
}
