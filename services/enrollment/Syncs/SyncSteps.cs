using PeerNetwork.Enrollment.Hris;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>A page of the source is kept.</summary>
public static class ReadPage
{
    public static SyncPageRead[] Decide(Sync? sync, HrisPage page, DateTimeOffset now) =>
        sync is { Status: SyncStatus.Reading }
            ? [new(sync.Id, page.Workers.Count, page.Checkpoint, page.Watermark, now)]
            : [];
}

/// <summary>
/// Some of the people are written. The event commits with them, so that nothing is written after a sync is cancelled.
/// </summary>
public static class WriteBatch
{
    /// <returns>Nothing where the sync does not go on.</returns>
    public static SyncBatchWritten[] Decide(Sync? sync, int people, DateTimeOffset now) =>
        sync is { Status: SyncStatus.Writing } ? [new(sync.Id, people, now)] : [];
}

/// <summary>All that was to be written is written.</summary>
public static class CompleteSync
{
    /// <param name="errors">Records with errors are not in the next delta, so that all people have to be read.</param>
    public static SyncEvent[] Decide(Sync? sync, int errors, DateTimeOffset now) =>
        sync is { Status: SyncStatus.Writing }
            ? [new SyncCompleted(sync.Id, errors == 0 ? sync.NextWatermark : null, now)]
            : [];
}

/// <summary>A sync cannot go on.</summary>
public static class FailSync
{
    public static SyncEvent[] Decide(Sync? sync, string reason, DateTimeOffset now) =>
        sync is { HasEnded: false } ? [new SyncFailed(sync.Id, reason, now)] : [];
}

/// <summary>What an ended sync had staged is deleted.</summary>
public static class EraseSyncData
{
    public static SyncEvent[] Decide(Sync? sync, DateTimeOffset now) =>
        sync is { HasEnded: true, DataErased: false } ? [new SyncDataErased(sync.Id, now)] : [];
}
