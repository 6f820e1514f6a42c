using System.Collections.Concurrent;
using System.Diagnostics;
using JasperFx.Events;
using Marten;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;
using PeerNetwork.Messaging;

namespace PeerNetwork.Benchmarks.Messages;

/// <summary>What the depot tells the shop.</summary>
public sealed record ParcelMoved(Guid Parcel, long Version, string Place, DateTimeOffset At);

/// <summary>What the depot stores.</summary>
public sealed record ParcelScanned(Guid Parcel, string Place, DateTimeOffset At);

/// <summary>What the shop stores.</summary>
public sealed record MovementNoted(Guid Parcel, long Version, string Place, DateTimeOffset At);

/// <summary>Folds to the number of events.</summary>
public sealed record Parcel(int Events)
{
    public static Parcel Evolve(Parcel? parcel, object _) => new((parcel?.Events ?? 0) + 1);
}

/// <summary>Notes a movement, and tells the benchmark once that is committed.</summary>
public sealed class WhenParcelMoved(EventStreams events, Arrivals arrivals) : IConsumer<ParcelMoved>
{
    public async Task Consume(ConsumeContext<ParcelMoved> context)
    {
        var m = context.Message;
        await events.Update<Parcel, MovementNoted>(
            m.Parcel,
            Parcel.Evolve,
            _ => [new(m.Parcel, m.Version, m.Place, m.At)],
            context.CancellationToken
        );
        arrivals.Note(m.Parcel);
    }
}

/// <summary>When the effect of a message was committed.</summary>
public sealed class Arrivals
{
    private readonly ConcurrentDictionary<Guid, long> _departed = [];
    private readonly ConcurrentBag<double> _delays = [];
    private int _expected;
    private TaskCompletionSource _all = new();

    public Task Expect(int messages)
    {
        _delays.Clear();
        (_expected, _all) = (messages, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _all.Task;
    }

    public IReadOnlyCollection<double> Delays => _delays;

    public void Depart(Guid parcel) => _departed[parcel] = Stopwatch.GetTimestamp();

    public void Note(Guid parcel)
    {
        if (_departed.TryRemove(parcel, out var at))
            _delays.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        if (Interlocked.Decrement(ref _expected) == 0)
            _all.TrySetResult();
    }
}

/// <summary>A depot and a shop, wired as all services are: relay, quorum queue, inbox.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private readonly WebApplication _depot,
        _shop;
    private readonly Arrivals _arrivals;

    private Exchange(WebApplication depot, WebApplication shop, Arrivals arrivals) =>
        (_depot, _shop, _arrivals) = (depot, shop, arrivals);

    public static async Task<Exchange> Open(Servers servers, string broker)
    {
        var arrivals = new Arrivals();
        var shop = await Start(
            "shop",
            await servers.Database(),
            broker,
            arrivals,
            bus => bus.AddConsumer<WhenParcelMoved>(),
            _ => [],
            store => store.Stream<Parcel>(s => s.Event<MovementNoted>("movement_noted"))
        );
        var depot = await Start(
            "depot",
            await servers.Database(),
            broker,
            arrivals,
            _ => { },
            e => e.Data is ParcelScanned p ? [new ParcelMoved(p.Parcel, e.Version, p.Place, p.At)] : [],
            store => store.Stream<Parcel>(s => s.Event<ParcelScanned>("parcel_scanned"))
        );
        return new(depot, shop, arrivals);
    }

    /// <summary>
    /// Messages per second: from full event streams to the broker, and from a full queue to what is committed.
    /// </summary>
    public async Task<(double Relayed, double Consumed)> Consume(int messages)
    {
        var consumers = _shop.Services.GetRequiredService<IBusControl>();
        await consumers.StopAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, messages / 500), async (_, _) => await Scan(500));
        var started = Stopwatch.GetTimestamp();
        await Relayed();
        var relayed = messages / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = _arrivals.Expect(messages);
        await consumers.StartAsync();
        started = Stopwatch.GetTimestamp();
        await all;
        return (relayed, messages / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task Relayed()
    {
        await using var behind = _depot
            .Services.GetRequiredService<EventDatabase>()
            .Source.CreateCommand(
                "select last_seq_id < (select max(seq_id) from depot.mt_events) from depot.mt_event_progression "
                    + "where name = 'relay:All'"
            );
        while (await behind.ExecuteScalarAsync() is true)
            await Task.Delay(20);
    }

    /// <summary>
    /// Milliseconds from the commit of the publisher to the commit of the consumer, at a steady rate.
    /// </summary>
    public async Task<IReadOnlyCollection<double>> Delays(int rate, TimeSpan span)
    {
        var each = Math.Max(1, rate / 100);
        var steps = (int)(span.TotalSeconds * rate / each);
        var all = _arrivals.Expect(steps * each);
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds((double)each / rate));
        for (var step = 0; step < steps; step++)
        {
            await beat.WaitForNextTickAsync();
            await Scan(each, depart: true);
        }

        await all;
        return _arrivals.Delays;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in new[] { _depot, _shop })
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }
    }

    private async Task Scan(int parcels, bool depart = false)
    {
        await using var scope = _depot.Services.CreateAsyncScope();
        var ids = Enumerable.Range(0, parcels).Select(_ => Guid.CreateVersion7()).ToArray();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Update(
                writes =>
                {
                    foreach (var id in ids)
                        writes.Append<Parcel, ParcelScanned>(
                            id,
                            new ParcelScanned(id, "the middle of nowhere", DateTimeOffset.UtcNow)
                        );
                    return Task.CompletedTask;
                },
                default
            );
        // From the commit on; what arrives before this line is not counted among the delays.
        if (depart)
            foreach (var id in ids)
                _arrivals.Depart(id);
    }

    private static async Task<WebApplication> Start(
        string name,
        string database,
        string broker,
        Arrivals arrivals,
        Action<IBusRegistrationConfigurator> consumers,
        Func<IEvent, IEnumerable<object>> published,
        Action<StoreOptions> streams
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:rabbitmq", broker)]);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(arrivals);
        builder.Services.AddEventSourcing(
            new(name, database, new(new MasterKeys(new byte[32])), CreatesSchema: true),
            streams
        );
        builder.AddMessaging(name, consumers, published);
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }
}
