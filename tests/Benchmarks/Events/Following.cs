using System.Diagnostics;
using JasperFx.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Benchmarks.Events;

/// <summary>
/// How fast subscriptions follow and projections are rebuilt, and how soon a commit is seen in a projection.
/// </summary>
internal static class Following
{
    private const int Streams = 1_000,
        PerStream = 200;

    public static async Task Rebuild(Servers servers, Effort effort)
    {
        var database = await servers.Database();
        await using (var ledger = await Ledger.Open(database))
            await ledger.Fill(Streams, PerStream);
        const int events = Streams * PerStream;

        var onlooker = new Onlooker();
        await using var follower = await Ledger.Open(
            database,
            options =>
            {
                options.Projections.Add(new Totals(), ProjectionLifecycle.Async);
                options.Events.Subscribe(onlooker);
            }
        );
        await Until(() => Task.FromResult(onlooker.Seen > 0));
        var (started, before) = (Stopwatch.GetTimestamp(), onlooker.Seen);
        await Until(() => Task.FromResult(onlooker.Seen == events));
        Console.WriteLine(
            "subscription without effects   "
                + $"{(events - before) / Stopwatch.GetElapsedTime(started).TotalSeconds, 10:n0} events/s"
        );

        var rates = new List<double>();
        for (var round = 0; round < effort.Rounds; round++)
        {
            started = Stopwatch.GetTimestamp();
            await follower.Services.GetRequiredService<ProjectionRebuild>().Run("totals", default);
            rates.Add(events / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        Console.WriteLine($"rebuild of {events:n0} events into {Streams:n0} rows {Pace.Median(rates), 10:n0} events/s");
    }

    public static async Task Delay(Servers servers, Effort effort)
    {
        await using var ledger = await Ledger.Open(
            await servers.Database(),
            options => options.Projections.Add(new Totals(), ProjectionLifecycle.Async)
        );
        var (delays, account) = (new List<double>(), Guid.CreateVersion7());
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var n = 0; n < 100 * effort.Rounds; n++)
        {
            await beat.WaitForNextTickAsync();
            var version = await ledger.Decide(account = n % 20 == 0 ? Guid.CreateVersion7() : account);
            var committed = Stopwatch.GetTimestamp();
            await Until(async () =>
                await ledger.Scalar($"select coalesce((select postings from totals where id = '{account}'), 0)")
                == version
            );
            if (n >= 20)
                delays.Add(Stopwatch.GetElapsedTime(committed).TotalMilliseconds);
        }

        Console.WriteLine(
            $"commit to projection, at rest  p50 {Pace.Quantile(delays, 0.5):0.0} ms  p99 "
                + $"{Pace.Quantile(delays, 0.99):0.0} ms"
        );
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(1);
    }
}
