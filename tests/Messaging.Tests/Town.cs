using JasperFx.Events;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging.Tests;

/// <summary>The depot, which publishes what happens to parcels, and shops, which keep track of them.</summary>
internal static class Town
{
    public static async Task<TestService> Depot(
        string broker,
        string? database = null,
        TimeProvider? clock = null,
        bool whenReady = true
    ) =>
        await TestService.Start(
            "depot",
            database ?? await TestServers.NewDatabase(),
            broker,
            store =>
                store
                    .Stream<Parcel>(
                        "parcel",
                        s => s.Event<ParcelSent>("parcel_sent").Event<ParcelScanned>("parcel_scanned")
                    )
                    .Async<Scans>(),
            _ => { },
            Published,
            services => services.AddSingleton(clock ?? TimeProvider.System),
            whenReady
        );

    public static async Task<TestService> Shop(
        string broker,
        ShopFloor? floor = null,
        string? database = null,
        string name = "shop"
    ) =>
        await TestService.Start(
            name,
            database ?? await TestServers.NewDatabase(),
            broker,
            store =>
                store
                    .Stream<Tracking>("tracking", s => s.Event<MovementNoted>("movement_noted"))
                    .Stream<Whereabouts>("whereabouts", s => s.Event<ParcelSeen>("parcel_seen")),
            bus =>
            {
                bus.AddConsumer<WhenParcelMoved>();
                bus.AddConsumer<WhenParcelMovedOn>();
            },
            _ => [],
            services => services.AddSingleton(floor ?? new())
        );

    public static IEnumerable<object> Published(IEvent e) =>
        e.Data switch
        {
            ParcelScanned s => [new ParcelMoved(s.Parcel, e.Version, s.Place)],
            _ => [],
        };

    /// <summary>A parcel is sent, of which nobody is told, and scanned at these places.</summary>
    public static async Task Carry(this TestService depot, Guid parcel, params IEnumerable<string> places)
    {
        await depot.Append(parcel, new ParcelSent(parcel, 5));
        foreach (var place in places)
            await depot.Scan(parcel, place);
    }

    public static Task Scan(this TestService depot, Guid parcel, string place) =>
        depot.Append(parcel, new ParcelScanned(parcel, place));

    /// <summary>The versions that a shop has noted of a parcel, in the order in which it learned of them.</summary>
    public static async Task<IReadOnlyList<long>> Noted(this TestService shop, Guid parcel) =>
        (await shop.In(events => events.Read<Tracking, MovementNoted>(parcel, Tracking.Evolve, default)))?.Versions
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
        depot.In(events => events.Update<Parcel, ParcelEvent>(parcel, Parcel.Evolve, _ => [e], default));
}
