using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Checks all streams: their events must have versions from 1 without a gap, in the order of their sequence numbers, up
/// to the version of the stream. Counts and hashes streams, events and replica documents.
/// </summary>
public sealed class StreamIntegrityCheck(EventDatabase database, ReplicaDocuments documents)
{
    private const int MaxNamed = 5;

    /// <summary>
    /// Marten writes a tombstone for the sequence number of a failed append, into a separate stream. The row of that
    /// stream has the version 0 before the first tombstone.
    /// </summary>
    internal const string IsRealStream =
        "s.version > 0 and not exists (select from mt_events t where t.stream_id = s.id and t.type = 'tombstone')";

    /// <param name="Streams">How many streams there are.</param>
    /// <param name="Events">How many events are in them.</param>
    /// <param name="Documents">How many replica documents there are.</param>
    /// <param name="Hash">SHA-256 of all streams with their events, and of the documents. It excludes sequence numbers,
    /// which differ between installations.</param>
    internal sealed record Content(long Streams, long Events, long Documents, string Hash);

    internal async Task<(Content Content, string[] Broken)> Run(CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            ct
        );
        return await Run(connection, ct);
    }

    /// <summary>Runs in the transaction of this connection.</summary>
    internal async Task<(Content Content, string[] Broken)> Run(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.Execute("set local statement_timeout = 0; set local timezone = 'UTC'", ct);
        return (await Read(connection, ct), await FindBroken(connection, ct));
    }

    private async Task<Content> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select (select count(*) from {database.Schema}.mt_streams s where {IsRealStream}),
                   count(*), encode(sha256(coalesce(string_agg(event, ''::bytea order by stream_id, version),
                       ''::bytea)), 'hex')
            from (select stream_id, e.version, sha256(convert_to(row(e.stream_id, s.type, s.created, e.version, e.id,
                      e.type, e.data, e.timestamp, e.correlation_id, e.causation_id, e.user_name,
                      nullif(e.headers, 'null'), e.is_archived)::text, 'UTF8')) as event
                  from {database.Schema}.mt_events e join {database.Schema}.mt_streams s on s.id = e.stream_id
                      where e.type <> 'tombstone') events
            """,
            connection
        );
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var (streams, events, hashes) = (row.GetInt64(0), row.GetInt64(1), new StringBuilder(row.GetString(2)));
        await row.DisposeAsync();
        var documentCount = 0L;
        foreach (var type in documents.Types)
        {
            var (count, hash) = await Read(type.TableName.QualifiedName, connection, ct);
            documentCount += count;
            hashes.Append('\n').Append(type.Alias).Append(' ').Append(hash);
        }

        var all = SHA256.HashData(Encoding.UTF8.GetBytes(hashes.ToString()));
        return new(streams, events, documentCount, Convert.ToHexStringLower(all));
    }

    private static async Task<(long Count, string Hash)> Read(
        string table,
        NpgsqlConnection connection,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(
            $"""
            select count(*), encode(sha256(coalesce(string_agg(document, ''::bytea order by id), ''::bytea)), 'hex')
            from (select id, sha256(convert_to(row(id, mt_version, data)::text, 'UTF8')) as document
                from {table}) documents
            """,
            connection
        );
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetString(1));
    }

    private async Task<string[]> FindBroken(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with streams as (
                select s.id, s.version, count(e.version) as events, coalesce(min(e.version), 0) as first,
                    coalesce(max(e.version), 0) as last, bool_and(e.in_order) as in_order
                from {database.Schema}.mt_streams s left join (
                    select stream_id, version,
                        coalesce(seq_id > lag(seq_id) over (partition by stream_id order by version), true) as in_order
                    from {database.Schema}.mt_events) e on e.stream_id = s.id
                where {IsRealStream}
                group by s.id, s.version)
            select id, version, events, first, last, count(*) over () from streams
            where first <> 1 or last <> version or events <> version or not in_order order by id limit {MaxNamed}
            """,
            connection
        );
        await using var rows = await command.ExecuteReaderAsync(ct);
        var sentences = new List<string>();
        while (await rows.ReadAsync(ct))
            sentences.Add(
                $"The stream {rows.GetGuid(0)} says version {rows.GetInt64(1)} and has {rows.GetInt64(2)} events, "
                    + $"from version {rows.GetInt64(3)} to {rows.GetInt64(4)}; {rows.GetInt64(5)} streams are broken."
            );
        return [.. sentences];
    }
}
