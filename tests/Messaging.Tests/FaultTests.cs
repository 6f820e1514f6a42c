using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using RabbitMQ.Client;
using Xunit.Abstractions;

namespace PeerNetwork.Messaging.Tests;

/// <summary>Whatever befalls the broker, the network and the services, the day ends as a quiet one.</summary>
public sealed class FaultTests(QuietDay quiet, ITestOutputHelper output) : IClassFixture<QuietDay>, IAsyncLifetime
{
    private readonly ShopFloor _floor = new();
    private string _broker = null!,
        _shopDatabase = null!,
        _depotDatabase = null!;
    private FaultProxy _shopLine = null!,
        _depotLine = null!;

    public async Task InitializeAsync()
    {
        (_broker, _shopDatabase, _depotDatabase) = (
            await quiet.NewVirtualHost(),
            await TestServers.NewDatabase(),
            await TestServers.NewDatabase()
        );
        (_shopLine, _depotLine) = (FaultProxy.Before(new Uri(_broker).Port), FaultProxy.Before(new Uri(_broker).Port));
    }

    public async Task DisposeAsync()
    {
        await _shopLine.DisposeAsync();
        await _depotLine.DisposeAsync();
    }

    [Fact]
    public Task Connections_stay_half_open() => DayWith(line => line.Freeze());

    [Fact]
    public Task The_broker_is_killed_and_comes_back() =>
        DayWith(async () =>
        {
            await quiet.Kill();
            await quiet.Start();
        });

    [Fact]
    public Task Connections_are_closed_by_force() => DayWith(quiet.CloseConnections);

    [Fact]
    public Task The_network_resets_connections() => DayWith(line => line.Reset());

    [Fact]
    public async Task A_consumer_is_cut_off_between_its_commit_and_its_acknowledgement()
    {
        var (handled, redelivered) = (0, new Redeliveries());
        _floor.AfterCommit = () =>
        {
            if (Interlocked.Increment(ref handled) % 100 == 50)
                _shopLine.Reset();
            return Task.CompletedTask;
        };
        await using var shop = await Town.Shop(_shopLine.Instead(_broker), _floor, _shopDatabase);
        shop.Services.GetRequiredService<IBus>().ConnectReceiveObserver(redelivered);
        await using var depot = await Town.Depot(_broker);
        await Day.Work(depot);
        await quiet.IsLike(_shopDatabase);
        redelivered.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Messages_are_doubled_delayed_and_shuffled()
    {
        // The depot's own relay speaks to nobody: another carries its messages.
        await using var depot = await Town.Depot(await quiet.NewVirtualHost());
        await Day.Work(depot);
        await using var shop = await Town.Shop(_shopLine.Instead(_broker), _floor, _shopDatabase);
        _shopLine.Delay = TimeSpan.FromMilliseconds(5);

        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var chance = new Random(seed);
        var messages = new List<(Guid Id, ParcelMoved Moved)>();
        foreach (var parcel in Day.All)
        foreach (var e in await depot.In(events => events.History(parcel, default)))
            messages.AddRange(Town.Published(e).Cast<ParcelMoved>().Select(moved => (e.Id, moved)));
        var shuffled = messages.SelectMany(m => Enumerable.Repeat(m, chance.Next(1, 4))).ToArray();
        chance.Shuffle(shuffled);

        await using var connection = await new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        foreach (var (id, moved) in shuffled)
            await channel.BasicPublishAsync(
                "PeerNetwork.Messaging.Tests:ParcelMoved",
                "",
                mandatory: true,
                Town.Envelope(id, moved, out var body),
                body
            );
        await quiet.IsLike(_shopDatabase);
    }

    [Fact]
    public async Task The_publisher_dies_in_the_middle_of_a_batch()
    {
        var server = new NpgsqlConnectionStringBuilder(_depotDatabase);
        await using var databaseLine = FaultProxy.Before(server.Port);
        await using var shop = await Town.Shop(_broker, _floor, _shopDatabase);
        await using (
            var depot = await Town.Depot(
                _depotLine.Instead(_broker),
                new NpgsqlConnectionStringBuilder(_depotDatabase) { Port = databaseLine.Port }.ConnectionString
            )
        )
        {
            _depotLine.Delay = TimeSpan.FromMilliseconds(50);
            await Day.Work(depot);
            // For everybody else a killed process is connections that end, some of what it sent unanswered.
            databaseLine.Cut();
            _depotLine.Cut();
            var relay = depot.Services.GetRequiredService<SubscriptionStatuses>().All.Single(s => s.Name == "relay");
            relay.Lag.ShouldBeGreaterThan(0, "the depot should die with something left to tell");
        }

        await using var again = await Town.Depot(_broker, _depotDatabase);
        await quiet.IsLike(_shopDatabase);
    }

    [Fact]
    public async Task The_database_of_the_consumers_is_away_for_longer_than_their_retries()
    {
        await using var databaseLine = FaultProxy.Before(new NpgsqlConnectionStringBuilder(_shopDatabase).Port);
        await using var shop = await Town.Shop(
            _broker,
            _floor,
            new NpgsqlConnectionStringBuilder(_shopDatabase) { Port = databaseLine.Port }.ConnectionString
        );
        await using var depot = await Town.Depot(_broker);
        await Day.Work(
            depot,
            async () =>
            {
                databaseLine.Cut();
                // With one retry a consumer gives up within half a second; sooner or later the first pauses of all are over.
                var tried = databaseLine.Refused;
                await Eventually.Holds(
                    () => Task.FromResult(databaseLine.Refused > tried + 60),
                    "consumers to have tried again and again"
                );
                databaseLine.Mend();
            }
        );
        await quiet.IsLike(_shopDatabase);
    }

    private Task DayWith(Action<FaultProxy> misfortune) =>
        DayWith(() =>
        {
            misfortune(_shopLine);
            misfortune(_depotLine);
            return Task.CompletedTask;
        });

    private async Task DayWith(Func<Task> misfortune)
    {
        await using var shop = await Town.Shop(_shopLine.Instead(_broker), _floor, _shopDatabase);
        await using var depot = await Town.Depot(_depotLine.Instead(_broker), _depotDatabase);
        await Day.Work(depot, misfortune);
        await quiet.IsLike(_shopDatabase);
    }

    /// <summary>Counts the messages that the broker delivers once more.</summary>
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
