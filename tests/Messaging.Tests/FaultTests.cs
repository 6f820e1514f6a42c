using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;
using RabbitMQ.Client;
using Xunit.Abstractions;

namespace PeerNetwork.Messaging.Tests;

/// <summary>
/// A run with faults of the broker, the network or the services ends in the same state as a run without faults.
/// </summary>
public sealed class FaultTests(ReferenceRun reference, ITestOutputHelper output)
    : IClassFixture<ReferenceRun>,
        IAsyncLifetime
{
    private readonly ConsumerFaults _faults = new();
    private string _broker = null!,
        _shopDatabase = null!,
        _depotDatabase = null!;
    private FaultProxy _shopProxy = null!,
        _depotProxy = null!;

    public async Task InitializeAsync()
    {
        (_broker, _shopDatabase, _depotDatabase) = (
            await reference.NewVirtualHost(),
            await TestServers.NewDatabase(),
            await TestServers.NewDatabase()
        );
        (_shopProxy, _depotProxy) = (
            FaultProxy.InFrontOf(new Uri(_broker).Port),
            FaultProxy.InFrontOf(new Uri(_broker).Port)
        );
    }

    public async Task DisposeAsync()
    {
        await _shopProxy.DisposeAsync();
        await _depotProxy.DisposeAsync();
    }

    [Fact]
    public Task Connections_stay_half_open() => RunWith(proxy => proxy.Freeze());

    [Fact]
    public Task The_broker_is_killed_and_restarted() =>
        RunWith(async () =>
        {
            await reference.Kill();
            await reference.Start();
        });

    [Fact]
    public Task Connections_are_closed_by_force() => RunWith(reference.CloseConnections);

    [Fact]
    public Task The_network_resets_connections() => RunWith(proxy => proxy.Reset());

    [Fact]
    public async Task A_consumer_loses_its_connection_between_commit_and_acknowledgement()
    {
        var (handled, redelivered) = (0, new Redeliveries());
        _faults.AfterCommit = () =>
        {
            if (Interlocked.Increment(ref handled) % 100 == 50)
                _shopProxy.Reset();
            return Task.CompletedTask;
        };
        await using var shop = await TestServices.StartShop(_shopProxy.Redirect(_broker), _faults, _shopDatabase);
        shop.Services.GetRequiredService<IBus>().ConnectReceiveObserver(redelivered);
        await using var depot = await TestServices.StartDepot(_broker);
        await Workload.Run(depot);
        await reference.ShouldMatch(_shopDatabase);
        redelivered.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Messages_are_duplicated_delayed_and_shuffled()
    {
        // The depot publishes on another virtual host. The test itself publishes on the virtual host of the shop.
        await using var depot = await TestServices.StartDepot(await reference.NewVirtualHost());
        await Workload.Run(depot);
        await using var shop = await TestServices.StartShop(_shopProxy.Redirect(_broker), _faults, _shopDatabase);
        _shopProxy.Delay = TimeSpan.FromMilliseconds(5);

        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var messages = new List<(Guid Id, ParcelMoved Moved)>();
        foreach (var parcel in Workload.ParcelIds)
        foreach (var e in await depot.InScope(events => events.History(parcel, default)))
            messages.AddRange(TestServices.Published(e).Cast<ParcelMoved>().Select(moved => (e.Id, moved)));
        var shuffled = messages.SelectMany(m => Enumerable.Repeat(m, random.Next(1, 4))).ToArray();
        random.Shuffle(shuffled);

        await using var connection = await new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        foreach (var (id, moved) in shuffled)
            await channel.BasicPublishAsync(
                "PeerNetwork.Messaging.Tests:ParcelMoved",
                "",
                mandatory: true,
                TestServices.Envelope(id, moved, out var body),
                body
            );
        await reference.ShouldMatch(_shopDatabase);
    }

    [Fact]
    public async Task The_publisher_is_killed_during_a_batch()
    {
        var server = new NpgsqlConnectionStringBuilder(_depotDatabase);
        await using var databaseProxy = FaultProxy.InFrontOf(server.Port);
        await using var shop = await TestServices.StartShop(_broker, _faults, _shopDatabase);
        await using (
            var depot = await TestServices.StartDepot(
                _depotProxy.Redirect(_broker),
                new NpgsqlConnectionStringBuilder(_depotDatabase) { Port = databaseProxy.Port }.ConnectionString
            )
        )
        {
            _depotProxy.Delay = TimeSpan.FromMilliseconds(50);
            await Workload.Run(depot);
            // To other processes, a killed process looks like closed connections with unconfirmed messages.
            (await depot.Relay()).Lag.ShouldBeGreaterThan(0, "something should be left to publish");
            databaseProxy.Cut();
            _depotProxy.Cut();
        }

        await using var restarted = await TestServices.StartDepot(_broker, _depotDatabase);
        await reference.ShouldMatch(_shopDatabase);
    }

    [Fact]
    public async Task The_database_of_the_consumers_is_unavailable_for_longer_than_their_retries()
    {
        await using var databaseProxy = FaultProxy.InFrontOf(new NpgsqlConnectionStringBuilder(_shopDatabase).Port);
        await using var shop = await TestServices.StartShop(
            _broker,
            _faults,
            new NpgsqlConnectionStringBuilder(_shopDatabase) { Port = databaseProxy.Port }.ConnectionString
        );
        await using var depot = await TestServices.StartDepot(_broker);
        await Workload.Run(
            depot,
            async () =>
            {
                databaseProxy.Cut();
                // With one retry a consumer would give up within half a second. After 60 attempts all consumers have
                // retried more often.
                var tried = databaseProxy.Refused;
                await Eventually.Holds(
                    () => Task.FromResult(databaseProxy.Refused > tried + 60),
                    "consumers to have tried again and again"
                );
                databaseProxy.Restore();
            }
        );
        await reference.ShouldMatch(_shopDatabase);
    }

    private Task RunWith(Action<FaultProxy> fault) =>
        RunWith(() =>
        {
            fault(_shopProxy);
            fault(_depotProxy);
            return Task.CompletedTask;
        });

    private async Task RunWith(Func<Task> fault)
    {
        await using var shop = await TestServices.StartShop(_shopProxy.Redirect(_broker), _faults, _shopDatabase);
        await using var depot = await TestServices.StartDepot(_depotProxy.Redirect(_broker), _depotDatabase);
        await Workload.Run(depot, fault);
        await reference.ShouldMatch(_shopDatabase);
    }

    /// <summary>Counts redelivered messages.</summary>
    private sealed class Redeliveries : IReceiveObserver
    {
        private int _count;

        public int Count => _count;

        public Task PreReceive(ReceiveContext context)
        {
            if (context.Redelivered)
                Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(
            ConsumeContext<T> context,
            TimeSpan duration,
            string consumerType,
            Exception exception
        )
            where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
