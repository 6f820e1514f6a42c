using System.Diagnostics;
using JasperFx.Events;
using Marten;
using Marten.Services;
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

/// <summary>A projection of the depot, which needs no broker.</summary>
public sealed class Scans : TableProjection
{
    public Scans()
        : base("scans")
    {
        var scans = AddTable("scans");
        scans.AddColumn<Guid>("id").AsPrimaryKey();
        scans.AddColumn<Guid>("parcel").NotNull();
        scans.AddColumn("place", "text").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is ParcelScanned s)
            operations.QueueSql($"insert into scans (id, parcel, place) values ({e.Id}, {s.Parcel}, {s.Place})");
    }
}

/// <summary>The contract that the depot publishes.</summary>
public sealed record ParcelMoved(Guid Parcel, long Version, string Place);

public sealed record MovementNoted(Guid Parcel, long Version, string Place, string? Trace);

/// <summary>The versions of a parcel that the shop has received, in the order of their arrival.</summary>
public sealed record Tracking(IReadOnlyList<long> Versions)
{
    public static Tracking Evolve(Tracking? tracking, MovementNoted e) => new([.. tracking?.Versions ?? [], e.Version]);
}

/// <summary>The faults that a test injects into the shop's consumers.</summary>
public sealed class ConsumerFaults : DocumentSessionListenerBase
{
    /// <summary>Whether the consumer is fixed, so that it handles <see cref="WhenParcelMoved.Poison"/>.</summary>
    public bool AcceptsPoison { get; set; }

    /// <summary>
    /// How often the database still fails for a message of <see cref="WhenParcelMoved.DuringOutage"/>.
    /// </summary>
    public int Outages { get; set; }

    /// <summary>Runs in the consumer after its append, before the commit.</summary>
    public Func<ParcelMoved, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after the effect of a message is committed, before its acknowledgement.</summary>
    public Func<Task> AfterCommit { get; set; } = () => Task.CompletedTask;

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) =>
        commit.GetEvents().Any(e => e.Data is MovementNoted) ? AfterCommit() : Task.CompletedTask;
}

public sealed class WhenParcelMoved(EventStreams events, ConsumerFaults faults) : IConsumer<ParcelMoved>
{
    public const string Poison = "nowhere",
        DuringOutage = "in a tunnel";

    public async Task Consume(ConsumeContext<ParcelMoved> context)
    {
        var moved = context.Message;
        if (moved.Place == Poison && !faults.AcceptsPoison)
            throw new InvalidTimeZoneException("There is no such place.");
        if (moved.Place == DuringOutage && faults.Outages > 0 && faults.Outages-- > 0)
            throw new NpgsqlException("Failed to connect", new IOException("Connection refused"));
        await events.Update<Tracking, MovementNoted>(
            moved.Parcel,
            Tracking.Evolve,
            _ => [new(moved.Parcel, moved.Version, moved.Place, Activity.Current?.TraceId.ToString())],
            context.CancellationToken
        );
        await faults.BeforeCommit(moved);
    }
}

public sealed record ParcelSeen(Guid Parcel, long Version, string Place);

/// <summary>The last known place of a parcel. Older versions are ignored.</summary>
public sealed record LastSeen(long Version, string Place)
{
    public static LastSeen Evolve(LastSeen? _, ParcelSeen e) => new(e.Version, e.Place);

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
        return events.Update<LastSeen, ParcelSeen>(
            LastSeen.IdOf(moved.Parcel),
            LastSeen.Evolve,
            known => known?.Version >= moved.Version ? [] : [new(moved.Parcel, moved.Version, moved.Place)],
            context.CancellationToken
        );
    }
}
