using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>Shows how far a sync is, what it found and what it waits for.</summary>
public static class ShowSync
{
    private const int MaxErrors = 100;

    /// <param name="Source">The name of the HR system; null for an uploaded file.</param>
    /// <param name="Records">How many records were read so far.</param>
    /// <param name="Plan">The number of the plan, which an approval has to name; 0 before the first.</param>
    /// <param name="Written">How many of the people of <c>counts.toWrite</c> are written. What a cancelled or failed
    /// sync has written stays, and the next sync goes on.</param>
    /// <param name="HeldBecause">Why it waits for an approval; null where it does not.</param>
    /// <param name="Coverage">For each mapped field, the share of the records that have it, from 0 to 1.</param>
    /// <param name="Unmapped">For each column of the HR system that the mapping does not use, the share of the records
    /// that have it. Columns that no record has are left out.</param>
    /// <param name="MissingSites">The codes of sites that came from the HR system, and that it does not name any more.
    /// They stay.</param>
    /// <param name="Faulty">The first records with errors.</param>
    /// <param name="Errors">What is wrong with them, while the sync is held: the texts may show what is in a
    /// record.</param>
    /// <param name="Failure">Why it failed.</param>
    /// <param name="Trigger">What asked for it.</param>
    /// <param name="RequestedBy">The person or account that asked; null for other triggers.</param>
    public sealed record Response(
        Guid Id,
        string? Source,
        SyncMode Mode,
        SyncStatus Status,
        int Records,
        int Plan,
        int Written,
        HoldReason? HeldBecause,
        SyncCounts? Counts,
        IReadOnlyDictionary<string, double> Coverage,
        IReadOnlyDictionary<string, double> Unmapped,
        IReadOnlyList<string> MissingSites,
        IReadOnlyList<FaultyRecord> Faulty,
        IReadOnlyList<LineError> Errors,
        string? Failure,
        SyncTrigger Trigger,
        Guid? RequestedBy,
        DateTimeOffset RequestedAt,
        DateTimeOffset LastStepAt
    );

    public static async Task<Ok<Response>> Handle(
        Guid id,
        EventStreams events,
        StagedPages staged,
        CancellationToken ct
    )
    {
        var sync = await events.Read<Sync, SyncEvent>(id, Sync.Evolve, ct) ?? throw HeldSync.NotFound();
        var isHeld = sync.Status == SyncStatus.Held;
        var errors = isHeld ? await staged.Errors(sync.Id, ct) ?? [] : [];
        return TypedResults.Ok(
            new Response(
                id,
                sync.Source,
                sync.Mode,
                sync.Status,
                sync.Records,
                sync.Plan,
                sync.Written,
                isHeld ? sync.Why : null,
                sync.Planned?.Counts,
                SharesOf(sync.Planned?.Coverage, sync),
                SharesOf(sync.Planned?.Unmapped, sync),
                sync.Planned?.MissingSites ?? [],
                sync.Planned?.Faulty.Value ?? [],
                [.. errors.Take(MaxErrors)],
                sync.Failure,
                sync.Trigger,
                sync.RequestedBy,
                sync.RequestedAt,
                sync.LastStepAt
            )
        );
    }

    private static Dictionary<string, double> SharesOf(IReadOnlyDictionary<string, int>? counts, Sync sync) =>
        counts is not null && sync.Planned is { Counts.Records: > 0 and var records }
            ? counts.ToDictionary(c => c.Key, c => Math.Round(c.Value / (double)records, 4))
            : [];
}

/// <summary>
/// Lists what a held sync would change, field by field; a person who is added or leaves is one entry.
/// </summary>
public static class ListSyncChanges
{
    public static async Task<Ok<PageResponse<FieldChange>>> Handle(
        Guid id,
        EventStreams events,
        StagedPages staged,
        Paging paging,
        CancellationToken ct
    )
    {
        if (await events.Read<Sync, SyncEvent>(id, Sync.Evolve, ct) is not { Status: SyncStatus.Held } sync)
            throw new DomainException(DomainError.NotFound, "No sync with this id waits for an approval.");
        var (start, limit) = (PositionOf(paging.Request.After), paging.Request.Limit);
        var changes = await staged.Changes(sync.Id, start, Math.Min(limit, sync.Planned!.Counts.Changes - start), ct);
        var next = start + changes.Count;
        return paging.ToResponse(
            new Page<FieldChange>(changes, next < sync.Planned.Counts.Changes ? CursorAt(next) : null)
        );
    }

    private static Guid CursorAt(int position) => new(position, 0, 0, new byte[8]);

    private static int PositionOf(Guid? cursor) =>
        cursor is { } at ? Math.Max(0, BitConverter.ToInt32(at.ToByteArray())) : 0;
}

/// <summary>Lists the syncs, the newest first.</summary>
public static class ListSyncs
{
    public sealed record Item(
        Guid Id,
        string? Source,
        string Mode,
        string Status,
        int Records,
        string Trigger,
        Guid? RequestedBy,
        DateTimeOffset RequestedAt,
        DateTimeOffset? EndedAt
    );

    public static async Task<Ok<PageResponse<Item>>> Handle(ReadModels models, Paging paging, CancellationToken ct) =>
        paging.ToResponse(
            await models.Page<Item>(
                $"""
                select id, source, mode, status, records, trigger, requested_by, requested_at, ended_at from syncs
                """,
                paging,
                s => s.Id,
                ct,
                newestFirst: true
            )
        );
}
