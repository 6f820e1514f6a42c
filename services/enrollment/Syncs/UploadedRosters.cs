using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>Writes an uploaded file, or holds it for an approval as a sync of an HR system is held.</summary>
public sealed class UploadedRosters(
    EventStreams events,
    StagedPages staged,
    PlanWriter writer,
    IOptions<SyncSettings> settings,
    TimeProvider clock
)
{
    /// <param name="table">The records of the file.</param>
    /// <param name="needsApproval">The caller wants an approval in any case.</param>
    /// <param name="by">Who sent it.</param>
    /// <returns>The sync that waits for an approval; null where the file is written.</returns>
    public async Task<SyncId?> WriteOrHold(
        StagedUpload upload,
        RosterTable table,
        RosterPlan plan,
        bool needsApproval,
        Guid by,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var outcome = PlanOutcome.Of(plan, table, upload.Mapping, settings.Value.Stops(plan), []);
        if (outcome.IsEmpty || !(needsApproval || outcome.TripsBrake))
        {
            await writer.Write(plan, now, progress: null, ct);
            return null;
        }

        var id = new SyncId(Guid.CreateVersion7(now));
        staged.Add(id, upload);
        staged.Add(id, plan.AllChanges, plan.Errors);
        await events.Update<Sync, SyncEvent>(id.Value, Sync.Evolve, _ => Decide(id, outcome, by, now), ct);
        return id;
    }

    public static SyncEvent[] Decide(SyncId id, PlanOutcome outcome, Guid by, DateTimeOffset now)
    {
        SyncEvent[] read =
        [
            new SyncRequested(id, null, SyncMode.Full, null, NeedsApproval: true, SyncTrigger.Person, by, null, now),
            new SyncPageRead(id, outcome.Counts.Records, Checkpoint: null, Watermark: null, now),
        ];
        return [.. read, .. PlanSync.Decide(read.Aggregate((Sync?)null, Sync.Evolve), outcome, now)];
    }
}
