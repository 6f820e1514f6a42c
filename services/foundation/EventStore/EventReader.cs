using System.Text.Json;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>Reads stored events and turns them back into objects, unsealing personal text on the way.</summary>
public sealed class EventReader
{
    private const int Lanes = 4, Together = 64;
    private const string Columns = "seq_id, id, stream_id, version, data, type, timestamp, correlation_id, causation_id, headers";

    private readonly record struct Row(
        long Sequence, Guid Id, Guid Stream, long Version, byte[] Data, string Type, DateTimeOffset Timestamp, EventMetadata Metadata);

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
            $"select {Columns} from {_database.Schema}.mt_events where stream_id = $1 order by version", connection);
        command.Parameters.Add(new() { Value = id });
        return await Read(command, ct);
    }

    /// <summary>Only what a state is folded from: the facts of one stream, each with its version, oldest first.</summary>
    internal async Task<IReadOnlyList<(long Version, object Data)>> Facts(Guid stream, CancellationToken ct)
    {
        var rows = await _facts.Run(stream, ct);
        return await _database.Keys.With<IReadOnlyList<(long, object)>>(
            create: false, () => [.. rows.Select(r => (r.Version, _types.Read(r.Type, r.Data, _database.Json)))], ct);
    }

    /// <summary>The next events of all streams in the order of their sequence, from above one number up to and including another.</summary>
    internal async Task<IReadOnlyList<StoredEvent>> Range(NpgsqlConnection connection, long above, long upTo, int limit, CancellationToken ct)
    {
        // 'tombstone' marks a failed append of a foreign writer (Marten); it never was a fact.
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {_database.Schema}.mt_events where seq_id > $1 and seq_id <= $2 and type <> 'tombstone' order by seq_id limit $3", connection);
        command.Parameters.Add(new() { Value = above });
        command.Parameters.Add(new() { Value = upTo });
        command.Parameters.Add(new() { Value = limit });
        return await Read(command, ct);
    }

    private async Task<IReadOnlyList<StoredEvent>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var rows = new List<Row>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct)) rows.Add(RowOf(reader));
        }

        return await _database.Keys.With<IReadOnlyList<StoredEvent>>(create: false, () => [.. rows.Select(EventOf)], ct);
    }

    private async Task<IReadOnlyList<IReadOnlyList<Fact>>> ReadFacts(IReadOnlyList<Guid> streams)
    {
        var (one, condition) = (streams.Count == 1, streams.Count == 1 ? "stream_id = $1 order by version" : "stream_id = any($1) order by stream_id, version");
        await using var command = _database.Source.CreateCommand($"select stream_id, version, type, data from {_database.Schema}.mt_events where {condition}");
        command.Parameters.Add(new() { Value = one ? streams[0] : streams.Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var facts = new List<Fact>();
        while (await reader.ReadAsync()) facts.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3)));
        if (one) return [facts];
        var byStream = facts.ToLookup(f => f.Stream);
        return [.. streams.Select(s => byStream[s].ToArray())];
    }

    private Row RowOf(NpgsqlDataReader reader)
    {
        var headers = reader.IsDBNull(9) ? new EventMetadata() : JsonSerializer.Deserialize<EventMetadata>(reader.GetFieldValue<byte[]>(9), _database.Json)!;
        return new(
            reader.GetInt64(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4), reader.GetString(5),
            reader.GetFieldValue<DateTimeOffset>(6),
            headers with { CorrelationId = Text(reader, 7), CausationId = Text(reader, 8) });
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private StoredEvent EventOf(Row row) =>
        new(row.Sequence, row.Id, row.Stream, row.Version, _types.Read(row.Type, row.Data, _database.Json), row.Type, row.Timestamp, row.Metadata);
}
