using System.Diagnostics;
using JasperFx.Events;
using Marten;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>
/// A depot publishes the movements of parcels, and a shop consumes them, with a real database and a real broker.
/// </summary>
public sealed class PublishAndConsumeTests : IAsyncLifetime
{
    private string _broker = null!;
    private IHost _depot = null!,
        _shop = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestServers.NewVirtualHost();
        _shop = await Start(
            "shop",
            bus => bus.AddConsumer<WhenParcelMoved>(),
            _ => [],
            store => store.Stream<Tracking>(events => events.Event<MovementNoted>("movement_noted"))
        );
        _depot = await Start(
            "depot",
            _ => { },
            TestServices.Published,
            store =>
                store.Stream<Parcel>(events =>
                    events.Event<ParcelSent>("parcel_sent").Event<ParcelScanned>("parcel_scanned")
                )
        );
    }

    public async Task DisposeAsync()
    {
        foreach (var host in new[] { _depot, _shop })
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    [Fact]
    public async Task Each_event_of_a_service_is_consumed_once_by_another()
    {
        var parcels = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Send(scans: 20)));
        foreach (var parcel in parcels)
            await Eventually.Passes(async () =>
                (await TrackingOf(parcel)).Versions.ShouldBe(
                    Enumerable.Range(2, 20).Select(v => (long)v),
                    ignoreOrder: true
                )
            );
    }

    [Fact]
    public async Task The_message_id_is_the_event_id_and_a_repeated_message_has_no_second_effect()
    {
        var parcel = await Send(scans: 1);
        await Eventually.Passes(async () => (await TrackingOf(parcel)).Versions.ShouldBe([2]));
        var stored = (await InScope(_depot, events => events.History(parcel, default)))[1];
        (await InScope(_shop, events => events.History(parcel, default)))[0].CausationId.ShouldBe(stored.Id.ToString());

        var bus = _depot.Services.GetRequiredService<IBus>();
        for (var i = 0; i < 5; i++)
            await bus.Publish(new ParcelMoved(parcel, 2, "again"), message => message.MessageId = stored.Id);
        await bus.Publish(new ParcelMoved(parcel, 3, "later"), message => message.MessageId = Guid.CreateVersion7());
        await Eventually.Passes(async () => (await TrackingOf(parcel)).Versions.ShouldBe([2, 3]));
    }

    [Fact]
    public async Task A_poison_message_goes_to_the_error_queue_with_its_reason_and_others_are_handled()
    {
        var bus = _depot.Services.GetRequiredService<IBus>();
        var (poisoned, sound) = (Guid.CreateVersion7(), await Send(scans: 1));
        await bus.Publish(new ParcelMoved(poisoned, 1, WhenParcelMoved.Poison));
        await Eventually.Passes(async () => (await TrackingOf(sound)).Versions.ShouldBe([2]));

        await using var connection = await new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
        BasicGetResult? deadLetter = null;
        await Eventually.Holds(async () =>
        {
            // The queue is created with its first message. A get from a missing queue closes the channel.
            await using var channel = await connection.CreateChannelAsync();
            return (deadLetter = await channel.BasicGetAsync("shop-when-parcel-moved_error", autoAck: true))
                is not null;
        });
        Header(deadLetter!, "MT-Fault-Message").ShouldBe("There is no such place.");
        (await InScope(_shop, events => events.History(poisoned, default))).ShouldBeEmpty();

        static string Header(BasicGetResult message, string name) =>
            System.Text.Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers![name]!);
    }

    [Fact]
    public async Task A_message_is_retried_longer_for_a_database_outage_than_for_other_failures()
    {
        _shop.Services.GetRequiredService<ConsumerFaults>().Outages = 8;
        var parcel = Guid.CreateVersion7();
        await _depot
            .Services.GetRequiredService<IBus>()
            .Publish(new ParcelMoved(parcel, 2, WhenParcelMoved.DuringOutage));
        await Eventually.Passes(async () => (await TrackingOf(parcel)).Versions.ShouldBe([2]));
        _shop.Services.GetRequiredService<ConsumerFaults>().Outages.ShouldBe(0);
    }

    [Fact]
    public async Task Queues_are_quorum_queues_named_after_service_and_consumer_each_with_an_error_queue()
    {
        await using var connection = await new ConnectionFactory { Uri = new(_broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        // The broker refuses a queue that is declared again with any difference.
        (
            await Declare(
                "shop-when-parcel-moved",
                new()
                {
                    ["x-queue-type"] = "quorum",
                    ["x-delivery-limit"] = 50,
                    ["x-dead-letter-exchange"] = "shop-when-parcel-moved_error",
                    ["x-dead-letter-strategy"] = "at-least-once",
                    ["x-overflow"] = "reject-publish",
                }
            )
        ).ConsumerCount.ShouldBe(1u);
        (
            await Declare(
                "shop-when-parcel-moved_error",
                new() { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = int.MaxValue }
            )
        ).ConsumerCount.ShouldBe(0u);

        Task<QueueDeclareOk> Declare(string queue, Dictionary<string, object?> arguments) =>
            channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
    }

    [Fact]
    public async Task The_trace_of_the_request_continues_in_the_consumer()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var trace = ActivityTraceId.CreateRandom();
        var parcel = await Send(
            scans: 1,
            new(TraceParent: $"00-{trace}-{ActivitySpanId.CreateRandom()}-01", CorrelationId: trace.ToString())
        );
        await Eventually.Passes(async () => (await TrackingOf(parcel)).Versions.ShouldBe([2]));
        var noted = (await InScope(_shop, events => events.History(parcel, default)))[0];
        ((MovementNoted)noted.Data).Trace.ShouldBe(trace.ToString());
        noted.CorrelationId.ShouldBe(trace.ToString());
    }

    private async Task<Guid> Send(int scans, EventMetadata? metadata = null)
    {
        var id = Guid.CreateVersion7();
        await using var scope = _depot.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditContext>().Metadata = metadata ?? new();
        var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
        await events.Update<Parcel, ParcelEvent>(id, Parcel.Evolve, _ => [new ParcelSent(id, 5)], default);
        for (var i = 0; i < scans; i++)
            await events.Update<Parcel, ParcelEvent>(
                id,
                Parcel.Evolve,
                _ => [new ParcelScanned(id, $"place {i}")],
                default
            );
        return id;
    }

    private async Task<Tracking> TrackingOf(Guid parcel) =>
        await InScope(_shop, events => events.Read<Tracking, MovementNoted>(parcel, Tracking.Evolve, default))
        ?? new([]);

    private static async Task<T> InScope<T>(IHost service, Func<EventStreams, Task<T>> work)
    {
        await using var scope = service.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<EventStreams>());
    }

    private async Task<IHost> Start(
        string name,
        Action<IBusRegistrationConfigurator> consumers,
        Func<IEvent, IEnumerable<object>> published,
        Action<StoreOptions> store
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:rabbitmq", _broker)]);
        builder.Services.AddEventSourcing(
            new(name, await TestServers.NewDatabase(), new(new MasterKeys(new byte[32])), CreatesSchema: true),
            store
        );
        builder.Services.AddSingleton<ConsumerFaults>();
        builder.AddMessaging(name, consumers, published);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
