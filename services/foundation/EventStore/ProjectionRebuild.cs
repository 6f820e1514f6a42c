using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// Builds the tables of a projection anew from all events while the service runs: in a schema of its own, then one transaction
/// catches up and swaps tables and position. Readers see the old tables or the new ones, never something in between.
/// </summary>
public sealed class ProjectionRebuild
{
    private const int BatchSize = 5_000;

    private readonly EventStoreDatabase _database;
    private readonly EventReader _reader;
    private readonly IReadOnlyList<IProjection> _inline, _async;

    public ProjectionRebuild(
        EventStoreDatabase database, EventReader reader, InlineProjections inline, IEnumerable<AsyncProjection> followers)
    {
        (_database, _reader) = (database, reader);
        (_inline, _async) = (inline.All, [.. followers.Select(f => f.Projection)]);
    }

    /// <summary>All projections of the service, inline ones first.</summary>
    public IReadOnlyList<IProjection> All => [.. _inline, .. _async];

    /// <summary>Rebuilds one projection.</summary>
    /// <returns>The sequence number up to which it was built.</returns>
    /// <exception cref="ArgumentException">There is no projection of this name.</exception>
    public async Task<long> Run(string name, CancellationToken ct)
    {
        var projection = All.FirstOrDefault(p => p.Name == name) ?? throw new ArgumentException($"There is no projection '{name}'.", nameof(name));
        var shadow = $"rebuild_{projection.Name}";
        await using var connection = await _database.Source.OpenConnectionAsync(ct);
        try
        {
            await Execute(connection, $"set lock_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; select pg_advisory_lock(hashtextextended('{shadow}', 0))", ct);
            await Execute(connection, $"drop schema if exists {shadow} cascade; create schema {shadow}; set search_path = {shadow}; {projection.Schema}", ct);
            var mark = new SafeMark(_database);
            var built = await Replay(connection, projection, 0, await mark.Advance(connection, ct), ct);
            await using var swap = await connection.BeginTransactionAsync(ct);
            var upTo = await HoldStill(connection, projection, mark, ct);
            if (upTo > built) built = await Replay(connection, projection, built, upTo, ct);
            await Swap(connection, projection, shadow, built, ct);
            await swap.CommitAsync(ct);
            return built;
        }
        finally
        {
            // The settings and the lock of this session must not go back into the pool.
            if (connection.State == System.Data.ConnectionState.Open) await Execute(connection, "discard all", CancellationToken.None);
        }
    }

    /// <summary>
    /// For an inline projection, waits for the appends in flight and keeps new ones out for the moment of the swap: then every number
    /// is settled. For an asynchronous one, holds its position, which is safe too: the readers of the old tables must not see time go back.
    /// </summary>
    private async Task<long> HoldStill(NpgsqlConnection connection, IProjection projection, SafeMark mark, CancellationToken ct)
    {
        if (!_inline.Contains(projection))
        {
            var position = await Number(connection, $"select last_seq_id from {_database.Schema}.mt_event_progression where name = '{projection.Name}' for update", ct);
            return Math.Max(position, await mark.Advance(connection, ct));
        }

        await Execute(connection, $"lock table {_database.Schema}.mt_events in share mode", ct);
        return await Number(connection, $"select max(seq_id) from {_database.Schema}.mt_events", ct);
    }

    private async Task<long> Replay(NpgsqlConnection connection, IProjection projection, long position, long upTo, CancellationToken ct)
    {
        while (position < upTo)
        {
            var (events, reached) = await _reader.Range(connection, position, upTo, BatchSize, ct);
            var sql = new SqlBatch();
            foreach (var e in events) projection.Apply(e, sql);
            if (sql.Commands.Count > 0)
            {
                await using var batch = new NpgsqlBatch(connection);
                foreach (var command in sql.Commands) batch.BatchCommands.Add(command);
                await batch.ExecuteNonQueryAsync(ct);
            }

            position = reached;
        }

        return position;
    }

    private async Task Swap(NpgsqlConnection connection, IProjection projection, string shadow, long built, CancellationToken ct)
    {
        await Execute(connection, $$"""
            do $do$
            declare t text;
            begin
                for t in select tablename from pg_tables where schemaname = '{{shadow}}' loop
                    execute format('drop table if exists {{EventStoreDatabase.ReadModelsSchema}}.%I cascade', t);
                    execute format('alter table {{shadow}}.%I set schema {{EventStoreDatabase.ReadModelsSchema}}', t);
                end loop;
            end $do$;
            drop schema {{shadow}} cascade
            """, ct);
        await using var record = new NpgsqlBatch(connection);
        record.BatchCommands.Add(new($"insert into {_database.Schema}.projections (name, definition) values ($1, $2) on conflict (name) do update set definition = excluded.definition")
        {
            Parameters = { new() { Value = projection.Name }, new() { Value = projection.Schema } },
        });
        if (!_inline.Contains(projection))
        {
            record.BatchCommands.Add(new(
                $"""
                insert into {_database.Schema}.mt_event_progression (name, last_seq_id, last_updated) values ($1, $2, now())
                on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = now()
                """)
            {
                Parameters = { new() { Value = projection.Name }, new() { Value = built } },
            });
        }

        await record.ExecuteNonQueryAsync(ct);
    }

    private static async Task<long> Number(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
