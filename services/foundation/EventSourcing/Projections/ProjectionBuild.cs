using Marten;
using Marten.Services;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Applies events to the tables of one projection, on a connection whose search path leads to these tables. Only one
/// build of a projection runs at a time.
/// </summary>
/// <remarks>
/// Unique indexes of a staging schema are not unique before <see cref="MakeUnique"/>. If a writer takes a value while
/// another one gives it up, the first waits for the second at the index; its event may have the lower number all the
/// same.
/// </remarks>
internal sealed class ProjectionBuild : IAsyncDisposable
{
    private const int PageSize = 2_000;

    private readonly IDocumentStore _store;
    private readonly TableProjection _projection;
    private readonly List<(Table Table, IndexDefinition Index)> _uniqueIndexes = [];

    private ProjectionBuild(
        IDocumentStore store,
        TableProjection projection,
        NpgsqlConnection connection,
        string schema
    )
    {
        (_store, _projection, Connection, Schema) = (store, projection, connection, schema);
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>The schema of the tables that are built.</summary>
    public string Schema { get; }

    /// <summary>The sequence number up to which the tables are built.</summary>
    public long Position { get; private set; }

    private bool IsStaging => Schema != _projection.SchemaName;

    /// <summary>Builds the projection's own tables, which must be empty.</summary>
    public static Task<ProjectionBuild> InPlace(
        IDocumentStore store,
        EventDatabase database,
        TableProjection projection,
        CancellationToken ct
    ) => Open(store, database, projection, projection.SchemaName, ct);

    /// <summary>Builds the same tables in a staging schema, which is dropped at the end.</summary>
    public static async Task<ProjectionBuild> Staging(
        IDocumentStore store,
        EventDatabase database,
        TableProjection projection,
        CancellationToken ct
    )
    {
        var build = await Open(store, database, projection, $"{projection.SchemaName}_staging", ct);
        try
        {
            await build.Connection.ResetSchemaAsync(build.Schema, ct);
            foreach (var table in ((TableProjection)Activator.CreateInstance(projection.GetType())!).Tables)
            {
                table.MoveToSchema(build.Schema);
                foreach (var index in table.Indexes.Where(index => index.IsUnique))
                {
                    build._uniqueIndexes.Add((table, index));
                    index.IsUnique = false;
                }

                await table.CreateAsync(build.Connection, ct);
            }

            return build;
        }
        catch
        {
            await build.DisposeAsync();
            throw;
        }
    }

    /// <summary>Applies the remaining events up to this number. Each page has its own transaction.</summary>
    public async Task BuildAhead(long position, CancellationToken ct)
    {
        while (Position < position)
        {
            await using var transaction = await Connection.BeginTransactionAsync(ct);
            await ApplyPage(position, transaction, ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Applies the remaining events up to this number in one transaction of the connection.</summary>
    public async Task BuildUpTo(long position, NpgsqlTransaction transaction, CancellationToken ct)
    {
        while (Position < position)
            await ApplyPage(position, transaction, ct);
    }

    /// <summary>Makes the indexes unique again, once all events are applied.</summary>
    public async Task MakeUnique(CancellationToken ct)
    {
        foreach (var (table, index) in _uniqueIndexes)
        {
            index.IsUnique = true;
            await Connection.Execute($"drop index {Schema}.{index.Name}; {index.ToDDL(table)}", ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsStaging && Connection.State == System.Data.ConnectionState.Open)
            await Connection.DropSchemaAsync(Schema);
        await Connection.DisposeAsync();
    }

    private async Task ApplyPage(long upTo, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var session = _store.LightweightSession(SessionOptions.ForTransaction(transaction));
        var events = await session.EventPage(Position, upTo, PageSize, ct);
        foreach (var e in events)
            _projection.Apply(e, session);
        await session.SaveChangesAsync(ct);
        Position = events.Count < PageSize ? upTo : events[^1].Sequence;
    }

    private static async Task<ProjectionBuild> Open(
        IDocumentStore store,
        EventDatabase database,
        TableProjection projection,
        string schema,
        CancellationToken ct
    )
    {
        var connection = await database.OpenUnpooledConnection(ct);
        try
        {
            await connection.Execute(
                $"""
                set lock_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
                set timezone = 'UTC'; set search_path = {schema}, {database.Schema};
                select pg_advisory_lock(hashtextextended('{schema}', 0))
                """,
                ct
            );
            return new(store, projection, connection, schema);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
