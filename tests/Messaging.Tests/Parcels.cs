using JasperFx.Events;
using System.Diagnostics;
using MassTransit;
using Npgsql;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Messaging.Tests;

public abstract record ParcelEvent;

public sealed record ParcelSent(Guid Parcel, int Weight) : ParcelEvent;

public sealed record ParcelScanned(Guid Parcel, string Place) : ParcelEvent;

public sealed record Parcel(Guid Id, int Scans = 0)
{
    public static Parcel Evolve(Parcel? parcel, ParcelEvent e) =>
        (parcel, e) switch
        {
            (null, ParcelSent s) => new(s.Parcel),
            ({ } p, ParcelScanned) => p with { Scans = p.Scans + 1 },
            _ => throw new UnreachableException($"{e} cannot follow {parcel}"),
        };
}

/// <summary>The depot's own list, which needs no broker.</summary>
public sealed class Scans : IProjection
{
    public string Name => "scans";

    public string Schema => "create table scans (parcel uuid not null, place text not null)";

    public void Apply(IEvent e, SqlBatch sql)
    {
        if (e.Data is ParcelScanned s)
            sql.Add($"insert into scans (parcel, place) values ({s.Parcel}, {s.Place})");
    }
}

/// <summary>What the depot tells the shop.</summary>
public sealed record ParcelMoved(Guid Parcel, long Version, string Place);

public sealed record MovementNoted(Guid Parcel, long Version, string Place, string? Trace);

/// <summary>What the shop has learned of a parcel, in the order in which it learned it.</summary>
public sealed record Tracking(IReadOnlyList<long> Versions)
{
    public static Tracking Evolve(Tracking? tracking, MovementNoted e) => new([.. tracking?.Versions ?? [], e.Version]);
}

/// <summary>What a test lets befall the shop's consumers.</summary>
public sealed class ShopFloor
{
    /// <summary>False until the fix that the poison waits for.</summary>
    public bool KnowsNowhere { get; set; }

    /// <summary>How often the database is still away when a message of <see cref="WhenParcelMoved.DuringOutage"/> comes.</summary>
    public int Outages { get; set; }

    /// <summary>Comes after the effect of a message is committed and before the broker hears of it.</summary>
    public Func<Task> AfterCommit { get; set; } = () => Task.CompletedTask;
}

public sealed class WhenParcelMoved(EventStreams events, ShopFloor floor) : IConsumer<ParcelMoved>
{
    public const string Poison = "nowhere",
        DuringOutage = "in a tunnel";

    public async Task Consume(ConsumeContext<ParcelMoved> context)
    {
        var moved = context.Message;
        if (moved.Place == Poison && !floor.KnowsNowhere)
            throw new InvalidTimeZoneException("There is no such place.");
        if (moved.Place == DuringOutage && floor.Outages > 0 && floor.Outages-- > 0)
            throw new NpgsqlException("Failed to connect", new IOException("Connection refused"));
        await events.Update<Tracking, MovementNoted>(
            moved.Parcel,
            Tracking.Evolve,
            _ => [new(moved.Parcel, moved.Version, moved.Place, Activity.Current?.TraceId.ToString())],
            context.CancellationToken
        );
        await floor.AfterCommit();
    }
}

public sealed record ParcelSeen(Guid Parcel, long Version, string Place);

/// <summary>Where the shop last saw a parcel: what is older than what it knows is no news.</summary>
public sealed record Whereabouts(long Version, string Place)
{
    public static Whereabouts Evolve(Whereabouts? _, ParcelSeen e) => new(e.Version, e.Place);

    public static Guid IdOf(Guid parcel)
    {
        var bytes = parcel.ToByteArray();
        bytes[0] ^= 0xFF;
        return new(bytes);
    }
}

public sealed class WhenParcelMovedOn(EventStreams events) : IConsumer<ParcelMoved>
{
    public Task Consume(ConsumeContext<ParcelMoved> context)
    {
        var moved = context.Message;
        return events.Update<Whereabouts, ParcelSeen>(
            Whereabouts.IdOf(moved.Parcel),
            Whereabouts.Evolve,
            known => known?.Version >= moved.Version ? [] : [new(moved.Parcel, moved.Version, moved.Place)],
            context.CancellationToken
        );
    }
}
