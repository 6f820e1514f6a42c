using System.Data;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Recomputes the chain from the stored events and compares it with links and heads. It reads one snapshot, in windows
/// of sequence numbers, and blocks nothing.
/// </summary>
public sealed class AuditChainCheck(EventDatabase database, AuditKey key)
{
    private const long Window = 50_000;

    public async Task<AuditReport> Run(CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await connection.Execute(
            "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0",
            ct
        );
        var (heads, faults) = await ReadHeads(connection, ct);
        var comparison = new AuditComparison(heads, faults);
        var (start, end) = await ReadRange(connection, ct);
        for (var above = start; above < end; above += Window)
            await Compare(connection, comparison, above, Math.Min(above + Window, end), ct);
        comparison.Complete();
        await FindNeverNumbered(connection, faults, ct);
        var unchained = await connection.Scalar<long>(
            $"select count(*) from {database.Schema}.mt_events where seq_id > {end} and type <> 'tombstone'",
            ct
        );
        return new(
            database.Schema,
            comparison.Links,
            heads.Count,
            unchained,
            heads is [.., var last] ? last : null,
            faults.Count,
            faults.Named
        );
    }

    /// <summary>All heads, oldest first.</summary>
    public async Task<IReadOnlyList<AuditHead>> Heads(CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        return (await ReadHeads(connection, ct)).Heads;
    }

    private async Task<(List<AuditHead> Heads, AuditFaults Faults)> ReadHeads(
        NpgsqlConnection connection,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(
            $"""
            select {AuditHead.Columns}, signature from {database.Schema}.audit_heads order by day
            """,
            connection
        );
        var (heads, faults) = (new List<AuditHead>(), new AuditFaults());
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var head = AuditHead.Read(rows);
            heads.Add(head);
            if (!key.Fits(database.Schema, head, rows.GetFieldValue<byte[]>(5)))
                faults.Add(
                    AuditFaultKind.Head,
                    null,
                    null,
                    head.Day,
                    $"The head of {head.Day:O} does not fit its signature."
                );
        }

        return (heads, faults);
    }

    /// <summary>
    /// The numbers above the first and up to the second are compared: up to where events have to be chained, by any of
    /// what says so. The service numbers its events from 1.
    /// </summary>
    private async Task<(long Start, long End)> ReadRange(NpgsqlConnection connection, CancellationToken ct) =>
        (
            await connection.Scalar<long>(
                $"select least(0, (select min(seq_id) - 1 from {database.Schema}.mt_events))",
                ct
            ),
            await connection.ScalarOrZero(
                $"""
                select greatest(
                    (select last_seq_id from {database.Schema}.mt_event_progression where name = '{AuditChain.Shard}'),
                    (select max(sequence) from {database.Schema}.audit_links),
                    (select max(last_sequence) from {database.Schema}.audit_heads))
                """,
                ct
            )
        );

    /// <summary>An event with a number that the service has not reached was not written by the service.</summary>
    private async Task FindNeverNumbered(NpgsqlConnection connection, AuditFaults faults, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select seq_id, stream_id from {database.Schema}.mt_events
            where seq_id > (select last_value from {database.Schema}.mt_events_sequence) order by seq_id
            """,
            connection
        );
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            faults.Add(
                AuditFaultKind.Added,
                rows.GetInt64(0),
                rows.GetGuid(1),
                null,
                $"The event {rows.GetInt64(0)} of the stream {rows.GetGuid(1)} has a number that the service has not "
                    + "reached."
            );
    }

    private async Task Compare(
        NpgsqlConnection connection,
        AuditComparison comparison,
        long above,
        long upTo,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(
            $"""
            select coalesce(l.sequence, r.sequence), coalesce(r.stream, l.stream), l.number, l.entry, l.link, r.entry
            from (select * from {database.Schema}.audit_links where sequence > $1 and sequence <= $2) l
            full join (
                select e.seq_id as sequence, e.stream_id as stream, {AuditTables.EntryHash} as entry
                from {database.Schema}.mt_events e
                where e.seq_id > $1 and e.seq_id <= $2 and e.type <> 'tombstone'
            ) r on r.sequence = l.sequence
            order by 1
            """,
            connection
        );
        command.Parameters.Add(new() { Value = above });
        command.Parameters.Add(new() { Value = upTo });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            comparison.Add(
                rows.GetInt64(0),
                rows.GetGuid(1),
                rows.IsDBNull(2) ? null : new(rows.GetInt64(2), Bytes(rows, 3), Bytes(rows, 4)),
                rows.IsDBNull(5) ? null : Bytes(rows, 5)
            );
    }

    private static byte[] Bytes(NpgsqlDataReader rows, int column) => rows.GetFieldValue<byte[]>(column);
}
