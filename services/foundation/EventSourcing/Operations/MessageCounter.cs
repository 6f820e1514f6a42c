using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Counts the messages that the relay has published and that each consumer has handled. The ids are the same if no
/// message was lost.
/// </summary>
public sealed class MessageCounter(EventDatabase database, IDocumentStore store, IEnumerable<IMessageCatalog> catalogs)
{
    /// <summary>The subscription that publishes messages.</summary>
    public const string RelaySubscription = "relay";

    private const string RelayShard = $"{RelaySubscription}:All";

    private const int PageSize = 1_000;

    internal async Task<(IReadOnlyList<MessageCount> Sent, IReadOnlyList<MessageCount> Received)> Run(
        CancellationToken ct
    ) => catalogs.SingleOrDefault() is { } catalog ? (await Sent(catalog, ct), await Received(catalog, ct)) : ([], []);

    private async Task<IReadOnlyList<MessageCount>> Sent(IMessageCatalog catalog, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var upTo = await connection.ScalarOrZero(
            $"select last_seq_id from {database.Schema}.mt_event_progression where name = '{RelayShard}'",
            ct
        );
        var sent = new List<(Guid Id, string Contract)>();
        await using var session = store.QuerySession();
        await foreach (var page in session.PagesUpTo(upTo, PageSize, ct))
            sent.AddRange(page.SelectMany(catalog.MessagesFor));
        return
        [
            .. sent.GroupBy(m => m.Contract, m => m.Id)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new MessageCount(g.Key, null, g.Count(), SumOf(g))),
        ];
    }

    private async Task<IReadOnlyList<MessageCount>> Received(IMessageCatalog catalog, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(
            $"""
            select contract, consumer, count(message_id),
                coalesce(sum(('x' || left(encode(sha256(uuid_send(message_id)), 'hex'), 16))::bit(64)::bigint), 0)::text
            from unnest($1, $2) as r (consumer, contract)
                left join {database.Schema}.processed_messages using (consumer)
                group by contract, consumer order by contract, consumer
            """
        );
        command.Parameters.Add(new() { Value = catalog.Consumers.Select(r => r.Consumer).ToArray() });
        command.Parameters.Add(new() { Value = catalog.Consumers.Select(r => r.Contract).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var received = new List<MessageCount>();
        while (await rows.ReadAsync(ct))
            received.Add(new(rows.GetString(0), rows.GetString(1), rows.GetInt64(2), rows.GetString(3)));
        return received;
    }

    /// <summary>
    /// The sum of the first eight bytes of the SHA-256 of each id: the sums of several publishers add up.
    /// </summary>
    private static string SumOf(IEnumerable<Guid> ids) =>
        ids.Distinct()
            .Aggregate(
                Int128.Zero,
                (sum, id) => sum + BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(id.ToByteArray(bigEndian: true)))
            )
            .ToString(CultureInfo.InvariantCulture);
}
