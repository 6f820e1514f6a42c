using System.Diagnostics.Metrics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The relay, the projections and the other subscriptions as metrics. <see cref="ShardsHealthCheck"/> reads their
/// status; collecting the metrics needs no query.
/// </summary>
/// <remarks>
/// Marten's own <c>marten.*.gap</c> is a histogram for each shard, which gets no values while the shard is stopped.
/// </remarks>
internal sealed class ShardMetrics
{
    /// <summary>An older status is not reported: the database has not answered since.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _clock;
    private volatile Snapshot? _latest;

    private sealed record Snapshot(IReadOnlyList<ShardStatus> Shards, DateTimeOffset At);

    public ShardMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create("PeerNetwork.EventSourcing");
        meter.CreateObservableGauge(
            "peernetwork.shard.lag",
            () => Observe(s => s.Lag),
            "{event}",
            "How many sequence numbers a projection or subscription is behind"
        );
        meter.CreateObservableGauge(
            "peernetwork.shard.lag_time",
            () => Observe(s => s.BehindSince is { } since ? (clock.GetUtcNow() - since).TotalSeconds : 0),
            "s",
            "For how long a projection or subscription has been behind"
        );
        meter.CreateObservableGauge(
            "peernetwork.shard.stopped",
            () => Observe(s => s.State == ShardState.Stopped ? 1 : 0),
            description: "1 while a projection or subscription is stopped at an event that it cannot handle"
        );
        meter.CreateObservableGauge(
            "peernetwork.shard.building",
            () => Observe(s => s.IsBuilt ? 0 : 1),
            description: "1 while the tables of a new version of a projection are being built"
        );
    }

    public void Record(IReadOnlyList<ShardStatus> shards) => _latest = new(shards, _clock.GetUtcNow());

    private IEnumerable<Measurement<T>> Observe<T>(Func<ShardStatus, T> value)
        where T : struct =>
        _latest is { } latest && _clock.GetUtcNow() - latest.At <= MaxAge
            ? latest.Shards.Select(s => new Measurement<T>(
                value(s),
                new KeyValuePair<string, object?>("shard", s.Name)
            ))
            : [];
}
