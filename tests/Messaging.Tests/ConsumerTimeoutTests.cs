using System.Diagnostics;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A broker that closes the channel of a consumer that does not acknowledge within two seconds.</summary>
public sealed class ShortConsumerTimeout()
    : RabbitMqFixture("-rabbit consumer_timeout 2000 -rabbit channel_tick_interval 1000");

/// <summary>The broker closes the channel of a consumer that is too slow: the rest of the service goes on.</summary>
public sealed class ConsumerTimeoutTests(ShortConsumerTimeout broker) : IClassFixture<ShortConsumerTimeout>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Without the channel workaround the publishing fails, the endpoint stays dead, and the stop takes 40 s.
    /// </summary>
    [Fact]
    public async Task A_service_goes_on_after_the_consumer_timeout_of_a_slow_handler()
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
            await ChannelClosed(address);

            // While the handler runs, its endpoint waits for it and all else goes on.
            await shop.Publish(new ParcelMoved(other, 3, "Kew")).WaitAsync(Limit);
            await Eventually.Passes(async () => (await LastSeenOf(shop, other)).ShouldBe(3), Limit);

            release.SetResult();
            await Eventually.Passes(async () => (await shop.NotedVersions(other)).ShouldBe([3]), Limit);
            await Eventually.Passes(async () => (await shop.NotedVersions(slow)).ShouldBe([2]), Limit);
        }
        finally
        {
            release.TrySetResult();
            var stop = Stopwatch.StartNew();
            await shop.DisposeAsync();
            stop.Elapsed.ShouldBeLessThan(Limit);
        }
    }

    /// <summary>Waits until the broker has taken the message back from the slow consumer.</summary>
    private static async Task ChannelClosed(string address)
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
            await shop.In(events => events.Read<LastSeen, ParcelSeen>(LastSeen.IdOf(parcel), LastSeen.Evolve, default))
        )?.Version;
}
