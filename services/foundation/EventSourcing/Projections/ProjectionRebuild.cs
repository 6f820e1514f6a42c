using JasperFx.Events.Projections;
using Marten;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Builds the tables of a projection anew from all events while the service runs: in a staging schema, then one
/// transaction catches up and puts it in place. Readers see the old tables or the new ones. Marten's own rebuild
/// empties the tables first.
/// </summary>
public sealed class ProjectionRebuild(IDocumentStore store, EventDatabase database)
{
    /// <summary>All table projections of the service, inline ones first.</summary>
    public IReadOnlyList<TableProjection> All { get; } =
    [.. ((DocumentStore)store).Options.Projections.All.OfType<TableProjection>().OrderBy(p => !IsInline(p))];

    /// <summary>Rebuilds one projection.</summary>
    /// <returns>The sequence number up to which it was built.</returns>
    /// <exception cref="DomainException">There is no projection of this name.</exception>
    public async Task<long> Run(string name, CancellationToken ct)
    {
        var projection =
            All.FirstOrDefault(p => p.Name == name)
            ?? throw new DomainException(
                DomainError.NotFound,
                $"There is no projection '{name}'. There are: {string.Join(", ", All.Select(p => p.Name))}."
            );
        await using var staging = await ProjectionBuild.Staging(store, database, projection, ct);
        var connection = staging.Connection;
        await staging.BuildAhead(await SettledPosition(connection, projection, ct), ct);
        await using var swap = await connection.BeginTransactionAsync(ct);
        await staging.BuildUpTo(await HeldPosition(connection, projection, ct), swap, ct);
        await connection.Execute(
            $"""
            drop schema {projection.SchemaName} cascade;
            alter schema {staging.Schema} rename to {projection.SchemaName};
            """,
            ct
        );
        await swap.CommitAsync(ct);
        return staging.Position;
    }

    /// <summary>The last number below which no event is still being committed for this projection.</summary>
    internal Task<long> SettledPosition(
        NpgsqlConnection connection,
        TableProjection projection,
        CancellationToken ct
    ) =>
        connection.Number(
            $"select last_seq_id from {Progression} where name = '{(IsInline(projection) ? "HighWaterMark" : ShardOf(projection))}'",
            ct
        );

    /// <summary>
    /// For an inline projection, keeps new appends out until the transaction ends: what is committed then is complete.
    /// For an asynchronous one, keeps its shard from moving on.
    /// </summary>
    internal async Task<long> HeldPosition(
        NpgsqlConnection connection,
        TableProjection projection,
        CancellationToken ct
    )
    {
        if (!IsInline(projection))
            return await connection.Number(
                $"select last_seq_id from {Progression} where name = '{ShardOf(projection)}' for update",
                ct
            );
        await connection.Execute($"lock table {database.Schema}.mt_events in share mode", ct);
        return await connection.Number($"select max(seq_id) from {database.Schema}.mt_events", ct);
    }

    internal static bool IsInline(TableProjection projection) => projection.Lifecycle == ProjectionLifecycle.Inline;

    /// <summary>The name under which Marten keeps the position of an asynchronous projection.</summary>
    internal static string ShardOf(TableProjection projection) => projection.ShardNames()[0].Identity;

    private string Progression => $"{database.Schema}.mt_event_progression";
}
