using JasperFx.Events;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>The order of published messages, the position of the relay, and its repeats.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private const string Unpublishable = "unpublishable";

    private string _broker = null!,
        _queue = null!;
    private FaultProxy _proxy = null!;
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private volatile bool _isFixed;
    private int _failures;

    public async Task InitializeAsync()
    {
        _broker = await TestServers.NewVirtualHost();
        _proxy = FaultProxy.InFrontOf(new Uri(_broker).Port);
        _connection = await new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
        _channel = await _connection.CreateChannelAsync();
        _queue = await TestServices.BindQueue(_channel);
    }

    public async Task DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Messages_of_a_stream_are_published_in_its_order()
    {
        await using var depot = await TestServices.StartDepot(_broker);
        var parcels = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToArray();
        await Task.WhenAll(
            parcels.Select(parcel => depot.SendParcel(parcel, Enumerable.Range(0, 20).Select(n => $"place {n}")))
        );
        await WaitUntilCaughtUp(depot);

        var messages = await TestServices.TakeAll(_channel, _queue);
        messages.Count.ShouldBe(8 * 20);
        foreach (var parcel in parcels)
            messages
                .Where(m => m.Moved.Parcel == parcel)
                .Select(m => m.Moved.Version)
                .ShouldBe(Enumerable.Range(2, 20).Select(v => (long)v));
    }

    [Fact]
    public async Task The_position_moves_only_after_the_broker_has_confirmed()
    {
        await using var depot = await TestServices.StartDepot(_proxy.Redirect(_broker));
        var parcel = Guid.CreateVersion7();
        // The first message declares the exchange, which needs a response of the broker.
        await depot.SendParcel(parcel, "Barnes");
        await WaitUntilCaughtUp(depot);
        (await Published(parcel)).ShouldBe(["Barnes"]);

        _proxy.DropsResponses = true;
        await depot.Scan(parcel, "Acton");
        List<(Guid Id, ParcelMoved Moved)> messages = [];
        await Eventually.Holds(async () =>
        {
            messages.AddRange(await TestServices.TakeAll(_channel, _queue));
            return messages.Count > 0;
        });
        await Task.Delay(TimeSpan.FromSeconds(1));
        (await depot.Relay()).Lag.ShouldBe(1);

        _proxy.DropsResponses = false;
        _proxy.Reset();
        await WaitUntilCaughtUp(depot);
        messages.AddRange(await TestServices.TakeAll(_channel, _queue));
        messages.Select(m => m.Id).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lost_answer_of_the_broker_does_not_hold_up_the_relay_for_ever()
    {
        await using var depot = await TestServices.StartDepot(_proxy.Redirect(_broker), published: WithFirstMessage);
        var parcel = Guid.CreateVersion7();
        await depot.SendParcel(parcel);
        await WaitUntilCaughtUp(depot);

        // The next message is the first of its kind, so its exchange is declared. The connection stays open.
        _proxy.DropsResponses = true;
        await depot.Scan(parcel, "Barnes");
        await Task.Delay(TimeSpan.FromSeconds(2));
        _proxy.DropsResponses = false;
        await Eventually.Holds(async () => (await depot.Relay()).Lag == 0, timeout: TimeSpan.FromSeconds(100));
        (await Published(parcel)).Distinct().ShouldBe(["Barnes"]);

        static IEnumerable<object> WithFirstMessage(IEvent e) =>
            e.Data is ParcelSent s ? [new ParcelRegistered(s.Parcel)] : TestServices.Published(e);
    }

    [Fact]
    public async Task Messages_confirmed_within_a_failed_page_are_not_published_again()
    {
        await using var depot = await TestServices.StartDepot(_broker, published: PublishedUntilFailure);
        var (failing, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await AppendTogether(depot, (failing, ["Acton", "Ealing", Unpublishable, "Kew"]), (other, ["Barnes"]));
        // Each failure ends an attempt on the whole page.
        await Eventually.Holds(() => Task.FromResult(Volatile.Read(ref _failures) >= 3));
        (await depot.Relay()).Position.ShouldBe(0);
        (await Published(failing, other)).ShouldBe(["Acton", "Barnes", "Ealing"], ignoreOrder: true);

        _isFixed = true;
        await WaitUntilCaughtUp(depot);
        (await Published(failing)).ShouldBe([Unpublishable, "Kew"]);
    }

    [Fact]
    public async Task A_replay_publishes_all_messages_again_even_after_a_failed_page()
    {
        await using var depot = await TestServices.StartDepot(_broker, published: PublishedUntilFailure);
        var parcel = Guid.CreateVersion7();
        await depot.SendParcel(parcel, "Acton");
        await WaitUntilCaughtUp(depot);
        (await Published(parcel)).ShouldBe(["Acton"]);
        var failing = Guid.CreateVersion7();
        await AppendTogether(depot, (failing, ["Ealing", Unpublishable]));
        await Eventually.Holds(() => Task.FromResult(Volatile.Read(ref _failures) >= 1));
        await Eventually.Passes(async () => (await Published(failing)).ShouldBe(["Ealing"]));

        _isFixed = true;
        var replay = await depot.As(Roles.Overseer).PostAsync("/operations/relay/replay?from=1", null);
        replay.EnsureSuccessStatusCode();
        await WaitUntilCaughtUp(depot);
        var messages = await TestServices.TakeAll(_channel, _queue);
        messages.Where(m => m.Moved.Parcel == parcel).Select(m => m.Moved.Place).ShouldBe(["Acton"]);
        messages.Where(m => m.Moved.Parcel == failing).Select(m => m.Moved.Place).Last().ShouldBe(Unpublishable);
    }

    private IEnumerable<object> PublishedUntilFailure(IEvent e)
    {
        if (e.Data is ParcelScanned { Place: Unpublishable } && !_isFixed)
        {
            Interlocked.Increment(ref _failures);
            throw new InvalidOperationException("This event cannot be published yet.");
        }

        return TestServices.Published(e);
    }

    /// <summary>Events of one transaction are in one page of the relay.</summary>
    private static Task<bool> AppendTogether(TestService depot, params (Guid Parcel, string[] Places)[] parcels) =>
        depot.InScope(async events =>
        {
            await events.Update(
                writes =>
                {
                    foreach (var (parcel, places) in parcels)
                        writes.Append<Parcel, ParcelEvent>(
                            parcel,
                            [new ParcelSent(parcel, 5), .. places.Select(place => new ParcelScanned(parcel, place))]
                        );
                    return Task.CompletedTask;
                },
                default
            );
            return true;
        });

    private async Task<IReadOnlyList<string>> Published(params Guid[] parcels) =>
        [
            .. (await TestServices.TakeAll(_channel, _queue))
                .Where(m => parcels.Contains(m.Moved.Parcel))
                .Select(m => m.Moved.Place),
        ];

    private static Task WaitUntilCaughtUp(TestService depot) =>
        Eventually.Passes(async () =>
        {
            var relay = await depot.Relay();
            relay.Newest.ShouldBeGreaterThan(0);
            relay.Lag.ShouldBe(0, $"{relay}");
        });
}

/// <summary>A contract of which no other test publishes a message.</summary>
public sealed record ParcelRegistered(Guid Parcel);
