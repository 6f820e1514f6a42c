using System.Data;
using System.IO.Pipelines;
using System.Text.Json;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Writes the data of a service as lines of JSON, from one snapshot, while the service runs: keys, streams, events,
/// documents, processed messages and positions. Projections are left out: the import rebuilds them.
/// </summary>
public sealed class StreamsExport(
    EventDatabase database,
    MasterKeys masterKeys,
    StreamIntegrityCheck streams,
    ReplicaDocuments documents,
    ProjectionRebuild projections,
    ShardStatuses shards,
    TimeProvider clock
)
{
    /// <param name="to">The stream for the lines. A file without the last line is incomplete.</param>
    /// <param name="transportKey">32 bytes that wrap the keys of personal data in the file. The master key is not
    /// exported.</param>
    /// <param name="ct">Stops the export.</param>
    public async Task Write(Stream to, byte[] transportKey, CancellationToken ct)
    {
        var lines = PipeWriter.Create(to, new(leaveOpen: true));
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await connection.Execute("set transaction read only; set local idle_in_transaction_session_timeout = 0", ct);
        var (content, _) = await streams.Run(connection, ct);

        await lines.Write(
            new HeaderLine(ExportFile.Format, ExportFile.Version, database.Schema, clock.GetUtcNow()),
            ct
        );
        await lines.Write(
            new EndLine(
                await Section(
                    $"""
                    select owner, created_at, wrapped, erased_at, master_key
                    from {database.Schema}.personal_data_keys order by owner
                    """,
                    row => KeyOf(row, transportKey)
                ),
                await Section(Streams, StreamOf),
                await Section(Events, EventOf),
                await Documents(),
                await Section(
                    $"""
                    select message_id, consumer, processed_at
                    from {database.Schema}.processed_messages order by processed_at, message_id, consumer
                    """,
                    MessageOf
                ),
                await Section(Positions, row => new PositionLine(row.GetString(0), row.GetInt64(1))),
                content.Hash
            ),
            ct
        );

        async Task<long> Documents()
        {
            var count = 0L;
            foreach (var type in documents.Types)
                count += await Section(
                    $"select id, mt_version, data from {type.TableName.QualifiedName} order by id",
                    row => DocumentOf(type.Alias, row)
                );
            return count;
        }

        async Task<long> Section(string sql, Func<NpgsqlDataReader, ExportLine> lineOf)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            var count = 0L;
            for (; await rows.ReadAsync(ct); count++)
                await lines.Write(lineOf(rows), ct);
            return count;
        }
    }

    /// <summary>A tombstone marks a failed append, so it is not exported.</summary>
    private string Streams =>
        $"""
            select id, version, created, timestamp, coalesce(is_archived, false), type
                from {database.Schema}.mt_streams s
            where {StreamIntegrityCheck.IsRealStream} order by id
            """;

    private string Events =>
        $"""
            select id, stream_id, version, type, timestamp, coalesce(is_archived, false), data, nullif(headers, 'null'),
                correlation_id, causation_id, user_name
            from {database.Schema}.mt_events where type <> 'tombstone' order by seq_id
            """;

    /// <summary>
    /// Positions are counted in events, because an import assigns new sequence numbers. Positions of projections are
    /// left out, because an import rebuilds them.
    /// </summary>
    private string Positions =>
        $"""
            select name, (select count(*) from {database.Schema}.mt_events where seq_id <= last_seq_id
                and type <> 'tombstone')
            from {database.Schema}.mt_event_progression
            where name = any ('{"{"}{string.Join(',', Subscriptions)}{"}"}') order by name
            """;

    /// <summary>The audit chain is left out: the heads of another installation have another key.</summary>
    private IEnumerable<string> Subscriptions =>
        shards.Names.Except(projections.All.Select(ProjectionRebuild.ShardOf)).Except([AuditChain.Shard]);

    private KeyLine KeyOf(NpgsqlDataReader row, byte[] transportKey)
    {
        var owner = row.GetGuid(0);
        var wrapped = row.IsDBNull(2)
            ? null
            : AuthenticatedCipher.Encrypt(
                transportKey,
                masterKeys.Unwrap(row.GetFieldValue<byte[]>(2), row.GetInt32(4), owner),
                owner
            );
        return new(owner, ReadTimestamp(row, 1), wrapped, row.IsDBNull(3) ? null : ReadTimestamp(row, 3));
    }

    private static StreamLine StreamOf(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetInt64(1),
            ReadTimestamp(row, 2),
            ReadTimestamp(row, 3),
            row.GetBoolean(4),
            ReadText(row, 5)
        );

    private static EventLine EventOf(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetGuid(1),
            row.GetInt64(2),
            row.GetString(3),
            ReadTimestamp(row, 4),
            row.GetBoolean(5),
            JsonElement.Parse(row.GetFieldValue<byte[]>(6)),
            row.IsDBNull(7) ? null : JsonElement.Parse(row.GetFieldValue<byte[]>(7)),
            ReadText(row, 8),
            ReadText(row, 9),
            ReadText(row, 10)
        );

    private static DocumentLine DocumentOf(string alias, NpgsqlDataReader row) =>
        new(alias, row.GetGuid(0), row.GetInt64(1), JsonElement.Parse(row.GetFieldValue<byte[]>(2)));

    private static MessageLine MessageOf(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), ReadTimestamp(row, 2));

    private static DateTimeOffset ReadTimestamp(NpgsqlDataReader row, int column) =>
        row.GetFieldValue<DateTimeOffset>(column);

    private static string? ReadText(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
