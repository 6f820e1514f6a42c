using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>
/// Takes a sync as far as it can go without a decision of a person. After a stop it goes on from the last page that was
/// kept, or plans again and writes the rest.
/// </summary>
public sealed class SyncRunner(
    EventStreams events,
    StagedPages staged,
    HrSources sources,
    RosterPlanner planner,
    PlanWriter writer,
    IOptions<SyncSettings> settings,
    TimeProvider clock
)
{
    public async Task Run(SyncId id, CancellationToken ct)
    {
        if (await Read(id, ct) is { Status: SyncStatus.Reading } reading)
            await ReadPages(reading, ct);
        if (await Read(id, ct) is { Status: SyncStatus.Planning or SyncStatus.Writing } read)
            await PlanAndWrite(read, ct);
        if (await Read(id, ct) is { HasEnded: true, DataErased: false })
            await Erase(id, ct);
    }

    /// <summary>Ends the sync with a reason, unless it has ended.</summary>
    public Task Fail(SyncId id, string reason, CancellationToken ct) =>
        Append(id, sync => FailSync.Decide(sync, reason, clock.GetUtcNow()), ct);

    public Task<Sync?> Read(SyncId id, CancellationToken ct) => events.Read<Sync, SyncEvent>(id.Value, Sync.Evolve, ct);

    private async Task ReadPages(Sync sync, CancellationToken ct)
    {
        if (sources.Find(sync.Source!) is not { } source)
        {
            await Fail(sync.Id, "The source is not in the settings any more.", ct);
            return;
        }

        await foreach (var page in source.Connector.Read(new(sync.Checkpoint, sync.Watermark), ct))
            if (!await Keep(sync.Id, page, ct))
                return;
        if (await Read(sync.Id, ct) is { Status: SyncStatus.Reading })
            await Fail(sync.Id, "The source ended without a last page.", ct);
    }

    /// <returns>Whether the sync goes on.</returns>
    private async Task<bool> Keep(SyncId id, HrisPage page, CancellationToken ct)
    {
        var goesOn = false;
        await events.Update(
            async writes =>
            {
                var sync = await writes.Fetch<Sync, SyncEvent>(id.Value, Sync.Evolve);
                var read = ReadPage.Decide(sync, page, clock.GetUtcNow());
                goesOn = read is [{ Checkpoint: not null }];
                if (read is [])
                    return;
                staged.Add(id, sync!.Pages, page);
                writes.Append<Sync, SyncEvent>(id.Value, [.. read]);
            },
            ct
        );
        return goesOn;
    }

    private async Task PlanAndWrite(Sync sync, CancellationToken ct)
    {
        if (await Load(sync, ct) is not var (table, mapping))
        {
            await Fail(sync.Id, "What was read is not here any more. Start the sync again.", ct);
            return;
        }

        var plan = await planner.Plan(table, mapping, ct);
        var approved = sync.IsApproved ? await staged.Changes(sync.Id, 0, sync.Planned!.Counts.Changes, ct) : [];
        var outcome = PlanOutcome.Of(plan, table, mapping, settings.Value.Stops(plan), approved);
        if (!await IsPermitted(sync.Id, plan, outcome, ct))
            return;
        await writer.Write(plan, clock.GetUtcNow(), (writes, people) => KeepProgress(sync.Id, writes, people), ct);
        await Append(sync.Id, s => CompleteSync.Decide(s, plan.Errors.Count, clock.GetUtcNow()), ct);
    }

    /// <returns>Whether the sync goes on.</returns>
    private async Task<bool> KeepProgress(SyncId id, StreamWrites writes, int people)
    {
        var sync = await writes.Fetch<Sync, SyncEvent>(id.Value, Sync.Evolve);
        var written = WriteBatch.Decide(sync, people, clock.GetUtcNow());
        writes.Append<Sync, SyncEvent>(id.Value, [.. written]);
        return written is not [];
    }

    private async Task<bool> IsPermitted(SyncId id, RosterPlan plan, PlanOutcome outcome, CancellationToken ct)
    {
        await events.Update(
            async writes =>
            {
                var sync = await writes.Fetch<Sync, SyncEvent>(id.Value, Sync.Evolve);
                var planned = PlanSync.Decide(sync, outcome, clock.GetUtcNow());
                if (planned.OfType<SyncHeld>().Any())
                    staged.Add(id, plan.AllChanges, plan.Errors);
                writes.Append<Sync, SyncEvent>(id.Value, planned);
            },
            ct
        );
        return await Read(id, ct) is { Status: SyncStatus.Writing };
    }

    /// <summary>What the sync has read. Null where a page is missing, as after a move of the data.</summary>
    private async Task<(RosterTable Table, RosterMapping Mapping)?> Load(Sync sync, CancellationToken ct)
    {
        if (sync.Source is null)
            return await staged.Upload(sync.Id, ct) is { } upload
                ? (RosterFile.Parse(upload.File, upload.Mapping), upload.Mapping)
                : null;
        if (sources.Find(sync.Source) is not { } source)
            return null;
        var (workers, sites) = (new List<HrisWorker>(), new List<HrisSite>());
        for (var page = 0; page < sync.Pages; page++)
        {
            if (await staged.Read(sync.Id, page, ct) is not { } read)
                return null;
            workers.AddRange(read.Workers);
            sites.AddRange(read.Sites);
        }

        var isFull = sync.Mode == SyncMode.Full;
        var mapping = isFull ? source.Mapping : source.Mapping with { Absent = AbsencePolicy.Ignore };
        var named = WorkerSites.Of(sites, mapping.Fields.Site, isFull);
        return (WorkerRecords.Of(source.Name, workers, mapping, named), mapping);
    }

    private async Task Erase(SyncId id, CancellationToken ct)
    {
        await staged.EraseKey(id, clock.GetUtcNow(), ct);
        await events.Update(
            async writes =>
            {
                var sync = await writes.Fetch<Sync, SyncEvent>(id.Value, Sync.Evolve);
                staged.Delete(id);
                writes.Append<Sync, SyncEvent>(id.Value, EraseSyncData.Decide(sync, clock.GetUtcNow()));
            },
            ct
        );
    }

    private Task<long> Append(SyncId id, Func<Sync?, SyncEvent[]> decide, CancellationToken ct) =>
        events.Update<Sync, SyncEvent>(id.Value, Sync.Evolve, decide, ct);
}
