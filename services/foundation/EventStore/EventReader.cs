using System.Text.Json;
using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>Reads stored events and turns them back into objects, unsealing personal text on the way.</summary>
public sealed class EventReader(EventStoreDatabase database, EventTypes types)
{
    private const string Columns = "seq_id, id, stream_id, version, data, type, timestamp, correlation_id, causation_id, headers";

    private readonly record struct Row(
        long Sequence, Guid Id, Guid Stream, long Version, byte[] Data, string Type, DateTimeOffset Timestamp, EventMetadata Metadata);

    /// <summary>One stream, oldest event first; empty when there is no such stream.</summary>
    public async Task<IReadOnlyList<StoredEvent>> Stream(Guid id, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {database.Schema}.mt_events where stream_id = $1 order by version", connection);
        command.Parameters.Add(new() { Value = id });
        return await Read(command, ct);
    }

    /// <summary>The next events of all streams in the order of their sequence, from above one number up to and including another.</summary>
    internal async Task<IReadOnlyList<StoredEvent>> Range(NpgsqlConnection connection, long above, long upTo, int limit, CancellationToken ct)
    {
        // 'tombstone' marks a failed append of a foreign writer (Marten); it never was a fact.
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {database.Schema}.mt_events where seq_id > $1 and seq_id <= $2 and type <> 'tombstone' order by seq_id limit $3", connection);
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

        return await database.Keys.With<IReadOnlyList<StoredEvent>>(create: false, () => [.. rows.Select(EventOf)], ct);
    }

    private Row RowOf(NpgsqlDataReader reader)
    {
        var headers = reader.IsDBNull(9) ? new EventMetadata() : JsonSerializer.Deserialize<EventMetadata>(reader.GetFieldValue<byte[]>(9), database.Json)!;
        return new(
            reader.GetInt64(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4), reader.GetString(5),
            reader.GetFieldValue<DateTimeOffset>(6),
            headers with { CorrelationId = Text(reader, 7), CausationId = Text(reader, 8) });
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private StoredEvent EventOf(Row row) =>
        new(row.Sequence, row.Id, row.Stream, row.Version, types.Read(row.Type, row.Data, database.Json), row.Type, row.Timestamp, row.Metadata);
}
