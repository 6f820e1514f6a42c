using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>A sync waits a week for an approval. What it has read is old then, and is deleted.</summary>
public sealed class HeldSyncRule() : DeadlineRule("held_sync")
{
    internal static readonly TimeSpan ApprovalTimeout = TimeSpan.FromDays(7);

    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            SyncHeld h => [new(h.Sync.Value, h.Sync.Value, h.At + ApprovalTimeout)],
            SyncApproved a => [Clear(a.Sync)],
            SyncRejected r => [Clear(r.Sync)],
            SyncCancelled c => [Clear(c.Sync)],
            SyncFailed f => [Clear(f.Sync)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var sync = await writes.Fetch<Sync, SyncEvent>(deadline.Stream, Sync.Evolve);
        writes.Append<Sync, SyncEvent>(
            deadline.Stream,
            FailSync.Decide(sync, $"It was not approved within {ApprovalTimeout.TotalDays} days.", now)
        );
    }

    private static DeadlineChange Clear(SyncId sync) => new(sync.Value, sync.Value, null);
}
