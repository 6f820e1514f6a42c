using System.Security.Cryptography;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Chains all events in the order of their sequence numbers: each link is SHA-256 of the link before it and of the hash
/// of the stored event. Links, heads and the position commit together.
/// </summary>
/// <remarks>
/// A link does not depend on the sequence number. So the same events have the same links in an installation into which
/// they were imported, and earlier heads can be compared with its own.
/// </remarks>
public sealed class AuditChain : SubscriptionBase
{
    internal const string SubscriptionName = "audit_chain";

    private readonly EventDatabase _database;
    private readonly AuditKey _key;

    public AuditChain(EventDatabase database, AuditKey key)
    {
        (_database, _key) = (database, key);
        Name = SubscriptionName;
    }

    internal static string Shard => $"{SubscriptionName}:All";

    private sealed record Entry(long Sequence, Guid Stream, DateOnly Day, byte[] Hash);

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        var entries = await ReadEntries(page.SequenceFloor, page.SequenceCeiling, cancellationToken);
        if (entries.Count == 0)
            return NullChangeListener.Instance;
        var head = await ReadHead(cancellationToken);
        var heads = new List<AuditHead>();
        var links = new List<byte[]>(entries.Count);
        var first = (head?.LastNumber ?? 0) + 1;
        foreach (var entry in entries)
        {
            head = Extend(head, entry, out var link);
            links.Add(link);
            if (heads is [.., var last] && last.Day == head.Day)
                heads[^1] = head;
            else
                heads.Add(head);
        }

        Append(operations, entries, links, first);
        foreach (var changed in heads)
            Store(operations, changed);
        return NullChangeListener.Instance;
    }

    internal static byte[] LinkOf(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> entry) =>
        SHA256.HashData([.. previous, .. entry]);

    /// <summary>
    /// A day never goes back: an event with an earlier time than the one before it belongs to the day of that one.
    /// </summary>
    private static AuditHead Extend(AuditHead? head, Entry entry, out byte[] link)
    {
        link = LinkOf(head is null ? [] : Convert.FromHexString(head.Link), entry.Hash);
        var (number, text) = ((head?.LastNumber ?? 0) + 1, Convert.ToHexStringLower(link));
        return head is null || entry.Day > head.Day
            ? new(entry.Day, entry.Sequence, entry.Sequence, number, text)
            : head with
            {
                LastSequence = entry.Sequence,
                LastNumber = number,
                Link = text,
            };
    }

    private static void Append(IDocumentOperations operations, List<Entry> entries, List<byte[]> links, long first)
    {
        var sequences = entries.Select(e => e.Sequence).ToArray();
        var streams = entries.Select(e => e.Stream).ToArray();
        var hashes = entries.Select(e => e.Hash).ToArray();
        operations.QueueSql(
            $"""
            insert into audit_links (sequence, number, stream, entry, link)
            select sequence, {first} - 1 + place, stream, entry, link
            from unnest({sequences}, {streams}, {hashes}, {links.ToArray()}) with ordinality
                as u (sequence, stream, entry, link, place)
            """
        );
    }

    private void Store(IDocumentOperations operations, AuditHead head) =>
        operations.QueueSql(
            $"""
            insert into audit_heads (day, first_sequence, last_sequence, last_number, link, signature)
            values ({head.Day}, {head.FirstSequence}, {head.LastSequence}, {head.LastNumber},
                {Convert.FromHexString(head.Link)}, {_key.Sign(_database.Schema, head)})
            on conflict (day) do update set last_sequence = excluded.last_sequence,
                last_number = excluded.last_number, link = excluded.link, signature = excluded.signature
            """
        );

    /// <summary>The hashes come from the stored rows, and not from the events as they were read.</summary>
    private async Task<List<Entry>> ReadEntries(long above, long upTo, CancellationToken ct)
    {
        await using var command = _database.Source.CreateCommand(
            $"""
            select e.seq_id, e.stream_id, (e.timestamp at time zone 'UTC')::date, {AuditTables.EntryHash}
            from {_database.Schema}.mt_events e
            where e.seq_id > $1 and e.seq_id <= $2 and e.type <> 'tombstone' order by e.seq_id
            """
        );
        command.Parameters.Add(new() { Value = above });
        command.Parameters.Add(new() { Value = upTo });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var entries = new List<Entry>();
        while (await rows.ReadAsync(ct))
            entries.Add(
                new(rows.GetInt64(0), rows.GetGuid(1), rows.GetFieldValue<DateOnly>(2), rows.GetFieldValue<byte[]>(3))
            );
        return entries;
    }

    private async Task<AuditHead?> ReadHead(CancellationToken ct)
    {
        await using var command = _database.Source.CreateCommand(
            $"""
            select {AuditHead.Columns} from {_database.Schema}.audit_heads order by day desc limit 1
            """
        );
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? AuditHead.Read(row) : null;
    }
}
