using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>Reads stored events and turns them back into objects, unsealing personal text on the way.</summary>
public sealed class EventReader
{
    /// <summary>For those who go through all events.</summary>
    internal const int LargeBatch = 5_000;

    private const int Lanes = 2,
        Together = 64;
    private const string Columns =
        "seq_id, id, stream_id, version, data, type, timestamp, correlation_id, causation_id, headers";

    private readonly record struct Row(
        long Sequence,
        Guid Id,
        Guid Stream,
        long Version,
        byte[] Data,
        string Type,
        DateTimeOffset Timestamp,
        string? Correlation,
        string? Causation,
        byte[]? Headers
    );

    private readonly record struct Fact(Guid Stream, long Version, string Type, byte[] Data);

    private readonly EventStoreDatabase _database;
    private readonly EventTypes _types;
    private readonly Gathered<Guid, IReadOnlyList<Fact>> _facts;

    public EventReader(EventStoreDatabase database, EventTypes types)
    {
        (_database, _types) = (database, types);
        _facts = new("read together", ReadFacts, Lanes, Together);
    }

    /// <summary>One stream, oldest event first; empty when there is no such stream.</summary>
    public async Task<IReadOnlyList<StoredEvent>> Stream(Guid id, CancellationToken ct)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {_database.Schema}.mt_events where stream_id = $1 order by version",
            connection
        );
        command.Parameters.Add(new() { Value = id });
        var rows = await Read(command, ct);
        return await _database.Keys.With<IReadOnlyList<StoredEvent>>(
            create: false,
            () => [.. rows.Select(EventOf)],
            ct
        );
    }

    /// <summary>Only what a state is folded from: the facts of one stream, each with its version, oldest first.</summary>
    internal async Task<IReadOnlyList<(long Version, object Data)>> Facts(Guid stream, CancellationToken ct)
    {
        var rows = await _facts.Run(stream, ct);
        return await _database.Keys.With<IReadOnlyList<(long, object)>>(
            create: false,
            () => [.. rows.Select(r => (r.Version, _types.Read(r.Type, r.Data, _database.Json)))],
            ct
        );
    }

    /// <summary>The next events of all streams in the order of their sequence, from above one number up to and including another.</summary>
    /// <exception cref="UnreadableEventException">The very first of them cannot be read. One further on ends the batch before it.</exception>
    internal async Task<EventBatch> Range(
        NpgsqlConnection connection,
        long above,
        long upTo,
        int limit,
        CancellationToken ct
    )
    {
        // 'tombstone' marks a failed append of a foreign writer (Marten); it never was a fact.
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {_database.Schema}.mt_events where seq_id > $1 and seq_id <= $2 and type <> 'tombstone' order by seq_id limit $3",
            connection
        );
        command.Parameters.Add(new() { Value = above });
        command.Parameters.Add(new() { Value = upTo });
        command.Parameters.Add(new() { Value = limit });
        var rows = await Read(command, ct);
        var events = await _database.Keys.With(create: false, () => Readable(rows), ct);
        return new(events, rows.Count == limit || events.Count < rows.Count ? events[^1].Sequence : upTo);
    }

    /// <summary>All events from above one number up to and including another, a large piece at a time.</summary>
    /// <exception cref="UnreadableEventException">The next of them cannot be read.</exception>
    internal async IAsyncEnumerable<EventBatch> Batches(
        NpgsqlConnection connection,
        long above,
        long upTo,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        while (above < upTo)
        {
            var batch = await Range(connection, above, upTo, LargeBatch, ct);
            yield return batch;
            above = batch.Reached;
        }
    }

    private static async Task<List<Row>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var rows = new List<Row>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(RowOf(reader));
        return rows;
    }

    private async Task<IReadOnlyList<IReadOnlyList<Fact>>> ReadFacts(IReadOnlyList<Guid> streams)
    {
        var (one, condition) = (
            streams.Count == 1,
            streams.Count == 1 ? "stream_id = $1 order by version" : "stream_id = any($1) order by stream_id, version"
        );
        await using var command = _database.Source.CreateCommand(
            $"select stream_id, version, type, data from {_database.Schema}.mt_events where {condition}"
        );
        command.Parameters.Add(new() { Value = one ? streams[0] : streams.Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var facts = new List<Fact>();
        while (await reader.ReadAsync())
            facts.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3)));
        if (one)
            return [facts];
        var byStream = facts.ToLookup(f => f.Stream);
        return [.. streams.Select(s => byStream[s].ToArray())];
    }

    private static Row RowOf(NpgsqlDataReader reader) =>
        new(
            reader.GetInt64(0),
            reader.GetGuid(1),
            reader.GetGuid(2),
            reader.GetInt64(3),
            reader.GetFieldValue<byte[]>(4),
            reader.GetString(5),
            reader.GetFieldValue<DateTimeOffset>(6),
            Text(reader, 7),
            Text(reader, 8),
            reader.IsDBNull(9) ? null : reader.GetFieldValue<byte[]>(9)
        );

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private List<StoredEvent> Readable(List<Row> rows)
    {
        var events = new List<StoredEvent>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                events.Add(EventOf(row));
            }
            catch (Exception e)
            {
                if (events.Count == 0)
                    throw new UnreadableEventException(row.Id, e);
                break;
            }
        }

        return events;
    }

    private StoredEvent EventOf(Row row) =>
        new(
            row.Sequence,
            row.Id,
            row.Stream,
            row.Version,
            _types.Read(row.Type, row.Data, _database.Json),
            row.Type,
            row.Timestamp,
            MetadataOf(row)
        );

    private EventMetadata MetadataOf(Row row)
    {
        var headers = row.Headers is null
            ? new EventMetadata()
            : JsonSerializer.Deserialize<EventMetadata>(row.Headers, _database.Json)!;
        return headers with { CorrelationId = row.Correlation, CausationId = row.Causation };
    }
}

/// <summary>A piece of the whole sequence.</summary>
/// <param name="Events">In order.</param>
/// <param name="Reached">The number up to which there is no other event; above the last one's where others were passed over.</param>
internal readonly record struct EventBatch(IReadOnlyList<StoredEvent> Events, long Reached);

/// <summary>A stored event does not turn back into an object: its type is unknown here, its JSON or its sealed text is damaged.</summary>
public sealed class UnreadableEventException(Guid id, Exception cause)
    : Exception($"Event {id} cannot be read: {cause.Message}", cause)
{
    public Guid Event { get; } = id;
}
