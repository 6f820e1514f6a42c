using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>
/// The syncs. Written with the append: its index permits one running sync for each source, and the worker reads it.
/// </summary>
public sealed class SyncsProjection : TableProjection
{
    public SyncsProjection()
        : base("syncs")
    {
        var syncs = AddTable("syncs");
        syncs.AddColumn("id", "uuid").AsPrimaryKey();
        syncs.AddColumn("source", "text");
        syncs.AddColumn("mode", "text").NotNull();
        syncs.AddColumn("status", "text").NotNull();
        syncs.AddColumn("records", "integer").NotNull();
        syncs.AddColumn("watermark", "text");
        syncs.AddColumn("requested_at", "timestamptz").NotNull();
        syncs.AddColumn("ended_at", "timestamptz");
        syncs.AddColumn("erased", "boolean").NotNull();
        syncs.AddColumn("trigger", "text").NotNull();
        syncs.AddColumn("requested_by", "uuid");
        AddUniqueIndex(
            syncs,
            "one_running_sync_per_source",
            ["source"],
            message: "A sync of this source is running or waits for an approval. Wait for its end, or cancel it.",
            where: "ended_at is null"
        );
        AddIndex(syncs, "syncs_of_a_source", ["source", "id"]);
        AddIndex(syncs, "unfinished_syncs", ["id"], where: "not erased");
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case SyncRequested r:
                operations.QueueSql(
                    $"""
                    insert into syncs
                    values ({r.Sync.Value}, {r.Source}, {EnumText.Of(r.Mode)}, {EnumText.Of(SyncStatus.Reading)}, 0,
                        null, {r.At}, null, false, {EnumText.Of(r.Trigger)}, {r.By})
                    """
                );
                break;
            case SyncPageRead p:
                var status = p.Checkpoint is null ? SyncStatus.Planning : SyncStatus.Reading;
                operations.QueueSql(
                    $"""
                    update syncs set records = records + {p.Records}, status = {EnumText.Of(status)}
                    where id = {p.Sync.Value}
                    """
                );
                break;
            case SyncPlanned p:
                SetStatus(p.Sync, SyncStatus.Writing, operations);
                break;
            case SyncHeld h:
                SetStatus(h.Sync, SyncStatus.Held, operations);
                break;
            case SyncApproved a:
                SetStatus(a.Sync, SyncStatus.Writing, operations);
                break;
            case SyncRejected r:
                End(r.Sync, SyncStatus.Rejected, null, r.At, operations);
                break;
            case SyncCancelled c:
                End(c.Sync, SyncStatus.Cancelled, null, c.At, operations);
                break;
            case SyncCompleted c:
                End(c.Sync, SyncStatus.Completed, c.Watermark, c.At, operations);
                break;
            case SyncFailed f:
                End(f.Sync, SyncStatus.Failed, null, f.At, operations);
                break;
            case SyncDataErased d:
                operations.QueueSql($"update syncs set erased = true where id = {d.Sync.Value}");
                break;
        }
    }

    /// <summary>The syncs that have a next step without a decision of a person.</summary>
    public static Task<IReadOnlyList<Guid>> FindUnfinished(ReadModels models, CancellationToken ct) =>
        models.Query<Guid>(
            $"select id from syncs where not erased and status <> {EnumText.Of(SyncStatus.Held)} order by id",
            ct
        );

    /// <summary>The last sync of a source, whether or not it has ended; null where there was none.</summary>
    public static Task<LastSync?> Last(ReadModels models, string source, CancellationToken ct) =>
        models.QueryFirstOrDefault<LastSync>(
            $"select requested_at, ended_at from syncs where source = {source} order by id desc limit 1",
            ct
        );

    /// <summary>The last completed sync of a source, and the last that read all people.</summary>
    public static async Task<(CompletedSync? Last, CompletedSync? LastFull)> LastCompleted(
        ReadModels models,
        string source,
        CancellationToken ct
    )
    {
        var (completed, full) = (EnumText.Of(SyncStatus.Completed), EnumText.Of(SyncMode.Full));
        var last = await models.QueryFirstOrDefault<CompletedSync>(
            $"""
            select watermark, requested_at from syncs
            where source = {source} and status = {completed} order by id desc limit 1
            """,
            ct
        );
        var lastFull = await models.QueryFirstOrDefault<CompletedSync>(
            $"""
            select watermark, requested_at from syncs
            where source = {source} and status = {completed} and mode = {full} order by id desc limit 1
            """,
            ct
        );
        return (last, lastFull);
    }

    private static void SetStatus(SyncId sync, SyncStatus status, IDocumentOperations operations) =>
        operations.QueueSql($"update syncs set status = {EnumText.Of(status)} where id = {sync.Value}");

    private static void End(
        SyncId sync,
        SyncStatus status,
        string? watermark,
        DateTimeOffset at,
        IDocumentOperations operations
    ) =>
        operations.QueueSql(
            $"""
            update syncs set status = {EnumText.Of(status)}, watermark = {watermark}, ended_at = {at}
            where id = {sync.Value}
            """
        );
}

/// <param name="EndedAt">Null while it runs or waits for an approval.</param>
public sealed record LastSync(DateTimeOffset RequestedAt, DateTimeOffset? EndedAt);

/// <param name="Watermark">Where the next delta begins; null where a full sync is needed.</param>
public sealed record CompletedSync(string? Watermark, DateTimeOffset RequestedAt);
