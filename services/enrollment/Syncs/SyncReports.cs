using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>
/// The list of faulty records, which stays after a sync. It is encrypted under a key of its own, so that it can be
/// destroyed without the rest.
/// </summary>
public sealed class SyncReports(EventStreams events, PersonalDataKeys keys)
{
    public static PersonalValue<IReadOnlyList<FaultyRecord>> Of(SyncId sync, IReadOnlyList<FaultyRecord> faulty) =>
        new(KeyOwnerOf(sync), faulty);

    /// <summary>Destroys the key first: a repeat after a stop finds it destroyed and records it.</summary>
    public async Task Erase(SyncId sync, DateTimeOffset now, CancellationToken ct)
    {
        await keys.Erase(KeyOwnerOf(sync), now, ct);
        await events.Update<Sync, SyncEvent>(sync.Value, Sync.Evolve, s => Decide(s, now), ct);
    }

    public static SyncEvent[] Decide(Sync? sync, DateTimeOffset now) =>
        sync is { ReportErased: false } ? [new SyncReportErased(sync.Id, now)] : [];

    private static Guid KeyOwnerOf(SyncId sync) => DerivedId.From("sync-report", sync.Value);
}
