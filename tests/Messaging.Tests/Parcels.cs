using System.Diagnostics;
using MassTransit;
using Npgsql;
using PeerNetwork.EventStore;

namespace PeerNetwork.Messaging.Tests;

public abstract record ParcelEvent;
public sealed record ParcelSent(Guid Parcel, int Weight) : ParcelEvent;
public sealed record ParcelScanned(Guid Parcel, string Place) : ParcelEvent;

public sealed record Parcel(Guid Id, int Scans = 0)
{
    public static Parcel Evolve(Parcel? parcel, ParcelEvent e) => (parcel, e) switch
    {
        (null, ParcelSent s) => new(s.Parcel),
        ({ } p, ParcelScanned) => p with { Scans = p.Scans + 1 },
        _ => throw new UnreachableException($"{e} cannot follow {parcel}"),
    };
}

/// <summary>What the depot tells the shop.</summary>
public sealed record ParcelMoved(Guid Parcel, long Version, string Place);

public sealed record MovementNoted(Guid Parcel, long Version, string Place, string? Trace);

/// <summary>What the shop has learned of a parcel, in the order in which it learned it.</summary>
public sealed record Tracking(IReadOnlyList<long> Versions)
{
    public static Tracking Evolve(Tracking? tracking, MovementNoted e) => new([.. tracking?.Versions ?? [], e.Version]);
}

public sealed class WhenParcelMoved(EventStreams events) : IConsumer<ParcelMoved>
{
    public const string Poison = "nowhere", DuringOutage = "in a tunnel";

    /// <summary>How often the database is still away when a message of <see cref="DuringOutage"/> comes.</summary>
    internal static int Outage;

    public Task Consume(ConsumeContext<ParcelMoved> context)
    {
        var moved = context.Message;
        if (moved.Place == Poison) throw new InvalidTimeZoneException("There is no such place.");
        if (moved.Place == DuringOutage && Interlocked.Decrement(ref Outage) >= 0) throw new NpgsqlException("Failed to connect", new IOException("Connection refused"));
        return events.Update<Tracking, MovementNoted>(moved.Parcel, Tracking.Evolve,
            _ => [new(moved.Parcel, moved.Version, moved.Place, Activity.Current?.TraceId.ToString())], context.CancellationToken);
    }
}
