using System.Diagnostics;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A broker with a consumer timeout of two seconds.</summary>
public sealed class ShortConsumerTimeout()
    : RabbitMqFixture("-rabbit consumer_timeout 2000 -rabbit channel_tick_interval 1000");

/// <summary>The broker closes the channel of a slow consumer. The rest of the service continues.</summary>
public sealed class ConsumerTimeoutTests(ShortConsumerTimeout broker) : IClassFixture<ShortConsumerTimeout>
{
    /// <summary>Less than the 40 seconds that a stop takes without the workaround.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(35);

    /// <summary>
    /// Without the channel workaround, publishing fails, the endpoint gets no more messages, and the stop takes 40 s.
    /// </summary>
    [Fact]
    public async Task A_service_continues_after_the_consumer_timeout_of_a_slow_handler()
    {
        var address = await broker.NewVirtualHost();
        var (slow, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (deliveries, release) = (0, new TaskCompletionSource());
        var faults = new ConsumerFaults
        {
            BeforeCommit = moved =>
                moved.Parcel == slow && Interlocked.Increment(ref deliveries) == 1 ? release.Task : Task.CompletedTask,
        };
        await using var depot = await TestServices.StartDepot(address);
        var shop = await TestServices.StartShop(address, faults);
        try
        {
            await depot.SendParcel(slow, "Acton");
            await WaitUntilChannelIsClosed(address);

            // While the handler runs, only its own endpoint waits.
            await shop.Publish(new ParcelMoved(other, 3, "Kew")).WaitAsync(StopLimit);
            await Eventually.Passes(async () => (await LastSeenOf(shop, other)).ShouldBe(3));

            release.SetResult();
            await Eventually.Passes(async () => (await shop.NotedVersions(other)).ShouldBe([3]));
            await Eventually.Passes(async () => (await shop.NotedVersions(slow)).ShouldBe([2]));
        }
        finally
        {
            release.TrySetResult();
            var stop = Stopwatch.StartNew();
            await shop.DisposeAsync();
            stop.Elapsed.ShouldBeLessThan(StopLimit);
        }
    }

    /// <summary>Waits until the broker has returned the message to the queue.</summary>
    private static async Task WaitUntilChannelIsClosed(string address)
    {
        await using var connection = await new ConnectionFactory { Uri = new(address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.Holds(
            async () => await channel.MessageCountAsync("shop-when-parcel-moved") > 0,
            "the consumer timeout"
        );
    }

    private static async Task<long?> LastSeenOf(TestService shop, Guid parcel) =>
        (
            await shop.InScope(events =>
                events.Read<LastSeen, ParcelSeen>(LastSeen.IdOf(parcel), LastSeen.Evolve, default)
            )
        )?.Version;
}
