using System.Diagnostics;
using PeerNetwork.Testing;
using Xunit.Abstractions;

namespace PeerNetwork.Messaging.Tests;

/// <summary>A broker that closes the channel of a consumer that does not acknowledge within two seconds.</summary>
public sealed class ShortConsumerTimeout()
    : OwnRabbitMq("-rabbit consumer_timeout 2000 -rabbit channel_tick_interval 1000");

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

        await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = new(address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Timed("closed", () => Eventually.Holds(async () =>
            deliveries > 1 || await channel.MessageCountAsync("shop-when-parcel-moved") > 0, "x", TimeSpan.FromSeconds(40)));
        await Timed("publish", () => shop.Publish(new ParcelMoved(other, 3, "Kew")).WaitAsync(Limit));
        await depot.SendParcel(other, "Ealing");
        await Timed("other endpoint", () => Eventually.Holds(async () => (await shop.In(events =>
            events.Read<LastSeen, ParcelSeen>(LastSeen.IdOf(other), LastSeen.Evolve, default))) is not null, "x", Limit));
        await Timed("redelivery", () => Eventually.Passes(async () => (await shop.NotedVersions(slow)).ShouldBe([2]), Limit));
        await Timed("same endpoint", () => Eventually.Passes(async () => (await shop.NotedVersions(other)).ShouldBe([2, 3], ignoreOrder: true), Limit));
        if (Environment.GetEnvironmentVariable("STOP_FIRST") is null)
        {
            release.SetResult();
            await Timed("same endpoint after", () => Eventually.Passes(async () => (await shop.NotedVersions(other)).ShouldBe([2, 3], ignoreOrder: true), Limit));
        }

        await Timed("stop", async () => await shop.DisposeAsync());
        release.TrySetResult();
        throw new InvalidOperationException("end of experiment");

        async Task Timed(string what, Func<Task> work)
        {
            var time = Stopwatch.StartNew();
            var end = "ok";
            try
            {
                await work();
            }
            catch (Exception e)
            {
                end = e.Message.Split('\n')[0];
            }

            output.WriteLine($"{what}: {time.Elapsed} {end}");
        }
    }
}
