using JasperFx.Events;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests;

/// <summary>The service's own streams, written and read as its consumers do it.</summary>
internal static class Streams
{
    /// <summary>
    /// Keeps the facts in this order, each in a transaction of its own, and waits until the tables show them.
    /// </summary>
    public static async Task Keep(ServiceHost<SourceStream> analytics, IEnumerable<object> facts)
    {
        await Append(analytics, facts);
        await CatchUp(analytics);
    }

    /// <summary>Keeps the facts without waiting for the tables.</summary>
    public static async Task Append(ServiceHost<SourceStream> analytics, IEnumerable<object> facts)
    {
        foreach (var fact in facts)
        {
            await using var scope = analytics.Services.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update<SourceStream, object>(
                    ReplicatedEvents.Of(fact).StreamOf(fact),
                    SourceStream.Evolve,
                    source => SourceStream.Decide(source, fact),
                    default
                );
        }
    }

    public static async Task<IReadOnlyList<IEvent>> History(ServiceHost<SourceStream> analytics, Guid stream)
    {
        await using var scope = analytics.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EventStreams>().History(stream, default);
    }

    public static Task CatchUp(ServiceHost<SourceStream> analytics) =>
        Eventually.Passes(async () =>
            (await analytics.Services.GetRequiredService<ShardStatuses>().All(default)).ShouldAllBe(shard =>
                shard.Lag == 0
            )
        );
}
