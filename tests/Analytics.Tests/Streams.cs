using JasperFx.Events;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Facts;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests;

/// <summary>The service's own streams, written and read as its consumers do it.</summary>
internal static class Streams
{
    /// <summary>
    /// Keeps the facts in this order, each in a transaction of its own, and waits until the tables show them.
    /// </summary>
    public static async Task Keep(ServiceHost<Source> analytics, IEnumerable<object> facts)
    {
        foreach (var fact in facts)
        {
            await using var scope = analytics.Services.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update<Source, object>(
                    AllFacts.KindOf(fact).StreamOf(fact),
                    Source.Evolve,
                    source => Source.Learn(source, fact),
                    default
                );
        }

        await CatchUp(analytics);
    }

    public static async Task<IReadOnlyList<IEvent>> History(ServiceHost<Source> analytics, Guid stream)
    {
        await using var scope = analytics.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EventStreams>().History(stream, default);
    }

    public static Task CatchUp(ServiceHost<Source> analytics) =>
        Eventually.Passes(async () =>
            (await analytics.Services.GetRequiredService<ShardStatuses>().All(default)).ShouldAllBe(shard =>
                shard.Lag == 0
            )
        );
}
