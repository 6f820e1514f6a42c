using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// Runs one subscriber on one replica at a time. Effects and position commit in one transaction on the connection that holds the
/// advisory lock; a replica that lost the lock finds the position moved and cannot commit.
/// </summary>
internal sealed class Subscription(
    ISubscriber subscriber,
    EventStoreDatabase database,
    EventReader reader,
    WakeUp wakeUp,
    SubscriptionStatuses statuses,
    TimeProvider clock,
    ILogger<Subscription> log
) : BackgroundService
{
    private const int BatchSize = 1_000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2),
        GapPoll = TimeSpan.FromMilliseconds(10),
        StandbyPoll = TimeSpan.FromSeconds(1);

    /// <summary>The first event after a lull is followed at once; in a stream of them, a breath gathers a batch where each alone would cost three queries.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(15);

    private TimeSpan _pause = TimeSpan.Zero;
    private long _owed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        Set(s => s);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Lead(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Stop(e);
            }

            // Grows to half a minute, so that a fault that mends itself needs nobody and one that does not floods nothing.
            await Task.Delay(_pause, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Takes the lock and follows the events until the connection breaks, an event cannot be applied or the service stops.</summary>
    private async Task Lead(CancellationToken ct)
    {
        await using var connection = await database.OpenSession(ct);
        while (!await TryLock(connection, ct))
        {
            Set(s => new(s.Name, SubscriptionState.Standby));
            await Task.Delay(StandbyPoll, ct);
        }

        await Follow(connection, ct);
    }

    private async Task Follow(NpgsqlConnection connection, CancellationToken ct)
    {
        var mark = new SafeMark(database, await Position(connection, ct));
        while (true)
        {
            var wake = wakeUp.Next;
            var upTo = await mark.Advance(connection, ct);
            // Others write it too: an import says how far everybody was elsewhere, an operator sets it back.
            var position = await Position(connection, ct);
            Progress(position, mark);
            var moved = position < upTo;
            while (position < upTo)
                position = await Step(connection, position, upTo, ct);
            Progress(position, mark);
            _pause = TimeSpan.Zero;
            if (moved)
                await Task.Delay(Breath, ct);
            await Task.WhenAny(wake, Task.Delay(mark.Waiting ? GapPoll : Poll, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task<long> Step(NpgsqlConnection connection, long position, long mark, CancellationToken ct)
    {
        var (events, reached) = await reader.Range(connection, position, mark, BatchSize, ct);
        try
        {
            await Commit(connection, events, position, reached, ct);
            return reached;
        }
        catch (Exception e)
            when (events.Count > 1
                && e is not OperationCanceledException and not PostgresException { SqlState: "PN410" }
            )
        {
            log.LogWarning(
                "{Subscription} failed on a batch of {Count} and goes event by event: {Reason}",
                subscriber.Name,
                events.Count,
                e.Message
            );
        }

        foreach (var e in events)
        {
            Set(s => s with { Event = e.Id });
            await Commit(connection, [e], position, e.Sequence, ct);
            position = e.Sequence;
        }

        return position;
    }

    private async Task Commit(
        NpgsqlConnection connection,
        IReadOnlyList<StoredEvent> events,
        long position,
        long reached,
        CancellationToken ct
    )
    {
        if (events.Count == 1)
            Set(s => s with { Event = events[0].Id });
        var effects = new SqlBatch();
        if (events.Count > 0)
            await subscriber.Handle(events, effects, ct);
        // The position first, so that whoever moves positions (a rebuild, another replica) and we lock rows in the same order.
        await SqlBatch.Execute(connection, effects.Commands.Prepend(Move(position, reached)), ct);
        Progress(reached, null);
    }

    private NpgsqlBatchCommand Move(long from, long to) =>
        new($"select {database.Schema}.move_position($1, $2, $3)")
        {
            Parameters =
            {
                new() { Value = subscriber.Name },
                new() { Value = from },
                new() { Value = to },
            },
        };

    private async Task<bool> TryLock(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection);
        command.Parameters.Add(new() { Value = $"{database.Schema}/{subscriber.Name}" });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task<long> Position(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with made as (
                insert into {database.Schema}.mt_event_progression (name, last_seq_id, last_updated) values ($1, 0, now())
                on conflict (name) do nothing returning last_seq_id)
            select last_seq_id from made union all select last_seq_id from {database.Schema}.mt_event_progression where name = $1
            """,
            connection
        );
        command.Parameters.Add(new() { Value = subscriber.Name });
        return await command.ExecuteScalarAsync(ct) as long?
            ?? throw new UnreachableException("a position was neither there nor made");
    }

    private void Progress(long position, SafeMark? mark) =>
        Set(s =>
        {
            var (upTo, newest) = mark is null ? (s.Mark, s.Newest) : (mark.Value, mark.Newest);
            // One that stands before an event goes on saying so while it tries again.
            var stands = s.State == SubscriptionState.Stopped && position <= s.Position && position < upTo;
            return s with
            {
                State = stands ? SubscriptionState.Stopped : SubscriptionState.Running,
                Position = position,
                Mark = upTo,
                Newest = newest,
                Event = stands ? s.Event : null,
                Error = stands ? s.Error : null,
                BehindSince = BehindSince(s.BehindSince, position, newest),
            };
        });

    /// <summary>How long it takes to reach what was newest when it fell behind: under a steady load there is always something newer.</summary>
    private DateTimeOffset? BehindSince(DateTimeOffset? since, long position, long newest)
    {
        if (position >= newest)
            return null;
        if (since is not null && position < _owed)
            return since;
        _owed = newest;
        return clock.GetUtcNow();
    }

    private void Stop(Exception e)
    {
        _pause = TimeSpan.FromSeconds(Math.Min(30, Math.Max(0.5, _pause.TotalSeconds * 2)));
        if (e is PostgresException { SqlState: "PN410" })
        {
            log.LogInformation("{Subscription} was moved on by another replica or a rebuild", subscriber.Name);
            _pause = TimeSpan.Zero;
            return;
        }

        var status = Set(s =>
            s with
            {
                State = SubscriptionState.Stopped,
                Event = (e as UnreadableEventException)?.Event ?? s.Event,
                Error = e.Message,
                BehindSince = s.BehindSince ?? clock.GetUtcNow(),
            }
        );
        log.LogError(
            e,
            "{Subscription} stands before event {Event} at {Position} and tries again in {Pause}",
            subscriber.Name,
            status.Event,
            status.Position,
            _pause
        );
    }

    private SubscriptionStatus Set(Func<SubscriptionStatus, SubscriptionStatus> change) =>
        statuses.Update(subscriber.Name, change);
}
