using JasperFx.Events.Projections;
using Marten;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Rebuilds the tables of a projection from all events while the service runs. It builds them in a staging schema; then
/// one transaction applies the latest events and replaces the old schema. Readers see the old tables or the new ones.
/// Marten's own rebuild empties the tables first.
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
        await staging.BuildAhead(await CommittedPosition(connection, projection, ct), ct);
        await using var swap = await connection.BeginTransactionAsync(ct);
        await staging.BuildUpTo(await LockPosition(connection, projection, ct), swap, ct);
        await staging.MakeUnique(ct);
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

    /// <summary>The position up to which all events of this projection are committed.</summary>
    internal Task<long> CommittedPosition(
        NpgsqlConnection connection,
        TableProjection projection,
        CancellationToken ct
    ) =>
        connection.ScalarOrZero(
            $"""
            select last_seq_id from {Progression}
            where name = '{(IsInline(projection) ? "HighWaterMark" : ShardOf(projection))}'
            """,
            ct
        );

    /// <summary>
    /// Locks the position until the transaction ends. For an inline projection it blocks new appends; for an
    /// asynchronous one it blocks the shard.
    /// </summary>
    /// <remarks>
    /// An append writes the versions of its streams before its projections. The table of events cannot be locked by a
    /// role that may only insert into it.
    /// </remarks>
    internal async Task<long> LockPosition(
        NpgsqlConnection connection,
        TableProjection projection,
        CancellationToken ct
    )
    {
        if (!IsInline(projection))
            return await connection.ScalarOrZero(
                $"select last_seq_id from {Progression} where name = '{ShardOf(projection)}' for update",
                ct
            );
        await connection.Execute($"lock table {database.Schema}.mt_streams in share mode", ct);
        return await connection.ScalarOrZero($"select max(seq_id) from {database.Schema}.mt_events", ct);
    }

    internal static bool IsInline(TableProjection projection) => projection.Lifecycle == ProjectionLifecycle.Inline;

    /// <summary>The name under which Marten stores the position of an asynchronous projection.</summary>
    internal static string ShardOf(TableProjection projection) => projection.ShardNames()[0].Identity;

    private string Progression => $"{database.Schema}.mt_event_progression";
}
