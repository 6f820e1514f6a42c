using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>
/// The highest sequence number such that every number up to it is either visible or dead. A sequence is no commit order: 11 can be
/// visible while 10 is still in flight, so a reader that goes by position alone loses 10.
/// </summary>
/// <remarks>
/// Whoever draws a number holds a lock on the sequence from before the draw until after its effects are visible: <c>nextval</c> takes it,
/// and keeps it to the end of the transaction, whatever that does in between. So when one statement has shown a gap, a later one asks who
/// holds that lock; once none of these holds it any more, a still later statement that does not see the number shows that it is dead.
/// <para>
/// Transaction ids tell less: the xmax of a snapshot is the highest id that has <em>ended</em>, plus one, so the one in flight may be
/// above it; and xmin counts the transactions of all databases of the server.
/// </para>
/// <para>
/// No timers: a rolled-back append costs one more look, a slow one delays the readers and shows as lag. For one reader and one session
/// of it: after a lost connection the database may be another one, promoted or restored, in which the mark is not true.
/// </para>
/// </remarks>
/// <param name="database">The database.</param>
/// <param name="start">A number that is known to be safe in this database, such as a stored position.</param>
public sealed class SafeMark(EventStoreDatabase database, long start = 0)
{
    private const int Window = 10_000;

    /// <summary>A transaction that was prepared has another name after a restart, so one such stands for all.</summary>
    private const string Prepared = "prepared";

    private Gap? _gap;

    /// <summary>Numbers that were missing below another one that was visible, and the transactions that may still bring them.</summary>
    private sealed record Gap(long UpTo, HashSet<string> Owners);

    public long Value { get; private set; } = start;

    /// <summary>The highest visible number at the last look.</summary>
    public long Newest { get; private set; } = start;

    /// <summary>True while a number below the newest visible one is neither visible nor known to be dead.</summary>
    public bool Waiting => _gap is not null;

    /// <summary>Moves the mark as far as is safe now.</summary>
    public async Task<long> Advance(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_gap is not null && !await AnOwnerHasEnded(connection, ct))
            return Value;
        while (true)
        {
            var numbers = await Look(connection, ct);
            if (Pass(numbers))
            {
                if (numbers.Length < Window)
                    return Value;
            }
            else
            {
                if (_gap is { Owners.Count: > 0, UpTo: var upTo } && Value < upTo)
                    return Value;
                _gap = new(numbers[^1], await Owners(connection, ct));
            }
        }
    }

    /// <summary>Moves over what is visible and what is dead.</summary>
    /// <returns>False at a number that is neither.</returns>
    private bool Pass(long[] numbers)
    {
        var deadUpTo = _gap is { Owners.Count: 0, UpTo: var upTo } ? upTo : 0;
        foreach (var number in numbers)
        {
            if (number > Value + 1 && number - 1 > deadUpTo)
                return false;
            Value = number;
        }

        _gap = null;
        return true;
    }

    private async Task<bool> AnOwnerHasEnded(NpgsqlConnection connection, CancellationToken ct)
    {
        var before = _gap!.Owners;
        var left = (await Owners(connection, ct))
            .Where(owner => owner == Prepared || before.Contains(owner))
            .ToHashSet();
        _gap = _gap with { Owners = left };
        return !left.SetEquals(before);
    }

    private async Task<long[]> Look(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select (select max(seq_id) from {database.Schema}.mt_events),
                   array(select seq_id from {database.Schema}.mt_events where seq_id > $1 order by seq_id limit {Window})
            """,
            connection
        );
        command.Parameters.Add(new() { Value = Value });
        return await Read<long[]>(command, ct);
    }

    /// <summary>The transactions that have drawn a number and have not ended.</summary>
    private async Task<HashSet<string>> Owners(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select (select max(seq_id) from {database.Schema}.mt_events),
                   array(select case when pid is null then '{Prepared}' else virtualtransaction end from pg_locks
                         where locktype = 'relation' and relation = '{database.Schema}.mt_events_sequence'::regclass
                           and database = (select oid from pg_database where datname = current_database())
                           and mode = 'RowExclusiveLock' and granted)
            """,
            connection
        );
        return [.. await Read<string[]>(command, ct)];
    }

    private async Task<T> Read<T>(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Newest = reader.IsDBNull(0) ? Value : Math.Max(Value, reader.GetInt64(0));
        return reader.GetFieldValue<T>(1);
    }
}
