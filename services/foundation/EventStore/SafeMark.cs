using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// The highest sequence number such that every number up to it is either visible or dead. A sequence is no commit order: 11 can be
/// visible while 10 is still in flight, so a reader that goes by position alone loses 10.
/// </summary>
/// <remarks>
/// A number is dead when a statement does not see it although every transaction that could own it has ended. Appends get their
/// transaction id before they draw a number, so a number that was drawn before a snapshot belongs to a transaction below that
/// snapshot's xmax; once a later snapshot's xmin has reached it, that transaction is over. Rows and snapshot come from one statement.
/// No timers: a rolled-back append costs one more look, a slow one delays the readers and shows as lag.
/// </remarks>
public sealed class SafeMark(EventStoreDatabase database, TimeProvider clock) : IDisposable
{
    private const int Window = 10_000;
    private const string Row = "HighWaterMark";
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _mark = -1;
    private (long UpTo, long Xmax)? _fence;
    private (long Mark, DateTimeOffset At) _stored;

    private sealed record Sight(long Xmin, long Xmax, long[] Numbers);

    /// <summary>True while a number below the newest visible one is neither visible nor known to be dead.</summary>
    public bool Waiting => _fence is not null;

    /// <summary>Looks once and moves the mark as far as is safe now.</summary>
    public async Task<long> Advance(NpgsqlConnection connection, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_mark < 0) _mark = _stored.Mark = await Stored(connection, ct);
            Sight sight;
            do
            {
                sight = await Look(connection, ct);
                Pass(sight);
            }
            while (sight.Numbers.Length == Window && _fence is null);

            await Store(connection, ct);
            return _mark;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Pass(Sight sight)
    {
        // All that was missing below the fence when it was set, and is missing still, is dead once its transactions have ended.
        var deadUpTo = _fence is { } fence && sight.Xmin >= fence.Xmax ? fence.UpTo : 0;
        foreach (var number in sight.Numbers)
        {
            if (number != _mark + 1 && number - 1 > deadUpTo)
            {
                if (_fence is null || deadUpTo > 0) _fence = (sight.Numbers[^1], sight.Xmax);
                return;
            }

            _mark = number;
        }

        _fence = null;
    }

    private async Task<Sight> Look(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select pg_snapshot_xmin(snapshot)::text::bigint, pg_snapshot_xmax(snapshot)::text::bigint, numbers
            from (select pg_current_snapshot() as snapshot,
                         array(select seq_id from {database.Schema}.mt_events where seq_id > $1 order by seq_id limit {Window}) as numbers) sight
            """, connection);
        command.Parameters.Add(new() { Value = _mark });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<long[]>(2));
    }

    private async Task<long> Stored(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select last_seq_id from {database.Schema}.mt_event_progression where name = '{Row}'", connection);
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    /// <summary>Keeps the mark now and then, so that a restart does not look through all numbers again.</summary>
    private async Task Store(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_mark == _stored.Mark || clock.GetUtcNow() - _stored.At < StoreEvery) return;
        await using var command = new NpgsqlCommand(
            $"""
            insert into {database.Schema}.mt_event_progression as p (name, last_seq_id, last_updated) values ('{Row}', $1, now())
            on conflict (name) do update set last_seq_id = greatest(p.last_seq_id, excluded.last_seq_id), last_updated = now()
            """, connection);
        command.Parameters.Add(new() { Value = _mark });
        await command.ExecuteNonQueryAsync(ct);
        _stored = (_mark, clock.GetUtcNow());
    }

    public void Dispose() => _turn.Dispose();
}
