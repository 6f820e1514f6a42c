using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// Builds the tables of a projection anew from all events while the service runs: in a schema of its own, then one transaction
/// catches up and swaps tables and position. Readers see the old tables or the new ones, never something in between.
/// </summary>
public sealed class ProjectionRebuild
{
    private readonly EventStoreDatabase _database;
    private readonly EventReader _reader;
    private readonly IReadOnlyList<IProjection> _inline,
        _async;

    public ProjectionRebuild(
        EventStoreDatabase database,
        EventReader reader,
        InlineProjections inline,
        IEnumerable<AsyncProjection> followers
    )
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
        var projection =
            All.FirstOrDefault(p => p.Name == name)
            ?? throw new ArgumentException($"There is no projection '{name}'.", nameof(name));
        await using var shadow = await ShadowTables.Make(_database, _reader, projection, ct);
        var mark = new SafeMark(_database);
        await shadow.BuildAhead(await mark.Advance(shadow.Connection, ct), ct);
        await using var swap = await shadow.Connection.BeginTransactionAsync(ct);
        await shadow.BuildUpTo(await HoldStill(shadow, projection, mark, ct), ct);
        await Swap(shadow, projection, ct);
        await swap.CommitAsync(ct);
        return shadow.Position;
    }

    internal bool IsInline(IProjection projection) => _inline.Contains(projection);

    /// <summary>
    /// For an inline projection, waits for the appends in flight and keeps new ones out for the moment of the swap: then every number
    /// is settled. For an asynchronous one, holds its position, which is safe too: the readers of the old tables must not see time go back.
    /// </summary>
    private async Task<long> HoldStill(ShadowTables shadow, IProjection projection, SafeMark mark, CancellationToken ct)
    {
        if (IsInline(projection))
        {
            await shadow.Connection.Execute($"lock table {_database.Schema}.mt_events in share mode", ct);
            return await shadow.Connection.Number($"select max(seq_id) from {_database.Schema}.mt_events", ct);
        }

        var position = await shadow.Connection.Number(
            $"select last_seq_id from {_database.Schema}.mt_event_progression where name = '{projection.Name}' for update",
            ct
        );
        return Math.Max(position, await mark.Advance(shadow.Connection, ct));
    }

    private async Task Swap(ShadowTables shadow, IProjection projection, CancellationToken ct)
    {
        await shadow.Connection.Execute(
            $$"""
            do $do$
            declare t text;
            begin
                for t in select tablename from pg_tables where schemaname = '{{shadow.Schema}}' loop
                    execute format('drop table if exists {{EventStoreDatabase.ReadModelsSchema}}.%I cascade', t);
                    execute format('alter table {{shadow.Schema}}.%I set schema {{EventStoreDatabase.ReadModelsSchema}}', t);
                end loop;
            end $do$
            """,
            ct
        );
        await using var record = new NpgsqlBatch(shadow.Connection);
        record.BatchCommands.Add(
            new(
                $"insert into {_database.Schema}.projections (name, definition) values ($1, $2) on conflict (name) do update set definition = excluded.definition"
            )
            {
                Parameters =
                {
                    new() { Value = projection.Name },
                    new() { Value = projection.Schema },
                },
            }
        );
        if (!IsInline(projection))
        {
            record.BatchCommands.Add(
                new(
                    $"""
                    insert into {_database.Schema}.mt_event_progression (name, last_seq_id, last_updated) values ($1, $2, now())
                    on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = now()
                    """
                )
                {
                    Parameters =
                    {
                        new() { Value = projection.Name },
                        new() { Value = shadow.Position },
                    },
                }
            );
        }

        await record.ExecuteNonQueryAsync(ct);
    }
}
