using System.Text.Json;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>The depot, which publishes the movements of parcels, and shops, which consume them.</summary>
internal static class TestServices
{
    public static async Task<TestService> StartDepot(
        string broker,
        string? database = null,
        TimeProvider? clock = null,
        bool whenReady = true,
        Func<IEvent, IEnumerable<object>>? published = null,
        string? authority = null
    ) =>
        await TestService.Start(
            "depot",
            database ?? await TestServers.NewDatabase(),
            broker,
            store =>
            {
                store.Stream<Parcel>(events =>
                    events.Event<ParcelSent>("parcel_sent").Event<ParcelScanned>("parcel_scanned")
                );
                store.Projections.Add(new Scans(), ProjectionLifecycle.Async);
            },
            _ => { },
            published ?? Published,
            services => services.AddSingleton(clock ?? TimeProvider.System),
            whenReady,
            authority
        );

    public static async Task<TestService> StartShop(
        string broker,
        ConsumerFaults? faults = null,
        string? database = null,
        string name = "shop",
        string? authority = null
    ) =>
        await TestService.Start(
            name,
            database ?? await TestServers.NewDatabase(),
            broker,
            store =>
                store
                    .Stream<Tracking>(events => events.Event<MovementNoted>("movement_noted"))
                    .Stream<LastSeen>(events => events.Event<ParcelSeen>("parcel_seen")),
            bus =>
            {
                bus.AddConsumer<WhenParcelMoved>();
                bus.AddConsumer<WhenParcelMovedOn>();
            },
            _ => [],
            services =>
                services
                    .AddSingleton(faults ?? new())
                    .ConfigureMarten(
                        (provider, store) => store.Listeners.Add(provider.GetRequiredService<ConsumerFaults>())
                    ),
            authority: authority
        );

    public static IEnumerable<object> Published(IEvent e) =>
        e.Data switch
        {
            ParcelScanned s => [new ParcelMoved(s.Parcel, e.Version, s.Place)],
            _ => [],
        };

    /// <summary>Sends a parcel, which publishes nothing, and scans it at these places.</summary>
    public static async Task SendParcel(this TestService depot, Guid parcel, params IEnumerable<string> places)
    {
        await depot.Append(parcel, new ParcelSent(parcel, 5));
        foreach (var place in places)
            await depot.Scan(parcel, place);
    }

    /// <summary>A raw queue that receives what the depot publishes, without a consumer.</summary>
    public static async Task<string> BindQueue(IChannel channel)
    {
        const string exchange = "PeerNetwork.Messaging.Tests:ParcelMoved";
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync(durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(queue.QueueName, exchange, "");
        return queue.QueueName;
    }

    /// <summary>Takes all messages that are in a raw queue now, in their order.</summary>
    public static async Task<IReadOnlyList<(Guid Id, ParcelMoved Moved)>> TakeAll(IChannel channel, string queue)
    {
        var messages = new List<(Guid, ParcelMoved)>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
        {
            using var envelope = JsonDocument.Parse(message.Body);
            var moved = envelope.RootElement.GetProperty("message").Deserialize<ParcelMoved>(JsonSerializerOptions.Web);
            messages.Add((Guid.Parse(message.BasicProperties.MessageId!), moved!));
        }

        return messages;
    }

    /// <summary>The position of the depot's relay.</summary>
    public static async Task<ShardStatus> Relay(this TestService depot) =>
        (await depot.Services.GetRequiredService<ShardStatuses>().All(default)).Single(s => s.Name == "relay:All");

    public static Task Scan(this TestService depot, Guid parcel, string place) =>
        depot.Append(parcel, new ParcelScanned(parcel, place));

    /// <summary>The versions of a parcel that a shop has stored, in the order of their arrival.</summary>
    public static async Task<IReadOnlyList<long>> NotedVersions(this TestService shop, Guid parcel) =>
        (await shop.InScope(events => events.Read<Tracking, MovementNoted>(parcel, Tracking.Evolve, default)))?.Versions
        ?? [];

    /// <summary>A message as the depot's relay sends it.</summary>
    public static BasicProperties Envelope(Guid id, ParcelMoved moved, out byte[] body)
    {
        body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                messageId = id,
                messageType = (string[])["urn:message:PeerNetwork.Messaging.Tests:ParcelMoved"],
                message = moved,
            },
            JsonSerializerOptions.Web
        );
        return new()
        {
            MessageId = id.ToString(),
            ContentType = "application/vnd.masstransit+json",
            Persistent = true,
        };
    }

    private static Task<long> Append(this TestService depot, Guid parcel, ParcelEvent e) =>
        depot.InScope(events => events.Update<Parcel, ParcelEvent>(parcel, Parcel.Evolve, _ => [e], default));
}
