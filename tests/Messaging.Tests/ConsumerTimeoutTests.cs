using System.Diagnostics;
using PeerNetwork.Testing;
using Xunit.Abstractions;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A broker that closes the channel of a consumer that does not acknowledge within two seconds.</summary>
public sealed class ShortConsumerTimeout()
    : OwnRabbitMq(
        """
        consumer_timeout = 2000
        channel_tick_interval = 1000
        """
    );

/// <summary>The broker closes the channel of a consumer that is too slow: the rest of the service goes on.</summary>
public sealed class ConsumerTimeoutTests(ShortConsumerTimeout broker, ITestOutputHelper output)
    : IClassFixture<ShortConsumerTimeout>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_service_publishes_consumes_and_stops_while_a_handler_is_beyond_the_consumer_timeout()
    {
        if (!broker.IsPrivate)
        {
            output.WriteLine("A broker in a container has its usual consumer timeout: nothing is tested.");
            return;
        }

        var address = await broker.NewVirtualHost();
        var (slow, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (deliveries, release) = (0, new TaskCompletionSource());
        var faults = new ConsumerFaults
        {
            BeforeCommit = moved =>
                moved.Parcel == slow && Interlocked.Increment(ref deliveries) == 1 ? release.Task : Task.CompletedTask,
        };
        var shop = await TestServices.StartShop(address, faults);
        await using var depot = await TestServices.StartDepot(address);
        await depot.SendParcel(slow, "Acton");

        // The broker gives the message to the consumer again, on a new channel.
        await Eventually.Passes(async () => (await shop.NotedVersions(slow)).ShouldBe([2]), Limit);
        deliveries.ShouldBe(2);
        await depot.SendParcel(other, "Ealing");
        await Eventually.Passes(async () => (await shop.NotedVersions(other)).ShouldBe([2]), Limit);
        await shop.Publish(new ParcelMoved(other, 3, "Kew")).WaitAsync(Limit);
        await Eventually.Passes(async () => (await shop.NotedVersions(other)).ShouldBe([2, 3]), Limit);

        release.SetResult();
        var stop = Stopwatch.StartNew();
        await shop.DisposeAsync();
        stop.Elapsed.ShouldBeLessThan(Limit);
    }
}
