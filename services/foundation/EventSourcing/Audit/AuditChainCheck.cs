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
        var end = await ReadEnd(connection, ct);
        for (var above = 0L; above < end; above += Window)
            await Compare(connection, comparison, above, Math.Min(above + Window, end), ct);
        comparison.Complete();
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
            select day, first_sequence, last_sequence, last_number, encode(link, 'hex'), signature
            from {database.Schema}.audit_heads order by day
            """,
            connection
        );
        var (heads, faults) = (new List<AuditHead>(), new AuditFaults());
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var head = new AuditHead(
                rows.GetFieldValue<DateOnly>(0),
                rows.GetInt64(1),
                rows.GetInt64(2),
                rows.GetInt64(3),
                rows.GetString(4)
            );
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

    /// <summary>Up to where events have to be chained, by any of what says so.</summary>
    private Task<long> ReadEnd(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ScalarOrZero(
            $"""
            select greatest(
                (select last_seq_id from {database.Schema}.mt_event_progression where name = '{AuditChain.Shard}'),
                (select max(sequence) from {database.Schema}.audit_links),
                (select max(last_sequence) from {database.Schema}.audit_heads))
            """,
            ct
        );

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
