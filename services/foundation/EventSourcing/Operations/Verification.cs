using System.Data;
using System.Security.Cryptography;
using System.Text;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Verifies the data of a running service: the versions of streams, the positions of subscriptions, and every
/// projection, byte for byte, against a rebuild. It reads snapshots and blocks nothing.
/// </summary>
public sealed class Verification(
    EventDatabase database,
    IDocumentStore store,
    ProjectionRebuild projections,
    ShardStatuses shards,
    StreamIntegrityCheck streams,
    MessageCounter messages
)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <param name="timeout">How long to wait for shards to catch up. A shard that does not is reported as a
    /// difference.</param>
    /// <param name="ct">Stops the verification and removes its staging tables.</param>
    public async Task<VerificationReport> Run(TimeSpan timeout, CancellationToken ct)
    {
        var differences = new List<string>();
        differences.AddRange(await ShardsBehind(timeout, ct));
        var (content, broken) = await streams.Run(ct);
        differences.AddRange(broken);
        var verified = new List<VerifiedProjection>();
        foreach (var projection in projections.All)
            verified.Add(await Verify(projection, differences, ct));
        var (sent, received) = await messages.Run(ct);
        var state = string.Join(
            '\n',
            [content.Hash, .. verified.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name} {p.Hash}")]
        );
        return new(
            database.Schema,
            content.Streams,
            content.Events,
            content.Documents,
            verified,
            sent,
            received,
            differences,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))
        );
    }

    private async Task<string[]> ShardsBehind(TimeSpan timeout, CancellationToken ct)
    {
        var newest = await store.Storage.Database.FetchHighestEventSequenceNumber(ct);
        for (var waited = TimeSpan.Zero; ; waited += PollInterval)
        {
            string[] behind =
            [
                .. (await shards.All(ct))
                    .Where(s => s.Position < newest)
                    .Select(s => $"The shard {s.Name} is {newest - s.Position} events behind."),
            ];
            if (behind.Length == 0 || waited >= timeout)
                return behind;
            await Task.Delay(PollInterval, ct);
        }
    }

    private async Task<VerifiedProjection> Verify(
        TableProjection projection,
        List<string> differences,
        CancellationToken ct
    )
    {
        await using var staging = await ProjectionBuild.Staging(store, database, projection, ct);
        await staging.BuildAhead(await projections.CommittedPosition(staging.Connection, projection, ct), ct);

        // Asynchronous projections commit with their position, inline projections with their events. So one snapshot is
        // consistent.
        await using var snapshot = await staging.Connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var position = ProjectionRebuild.IsInline(projection)
            ? await staging.Connection.ScalarOrZero($"select max(seq_id) from {database.Schema}.mt_events", ct)
            : await projections.CommittedPosition(staging.Connection, projection, ct);
        await staging.BuildUpTo(position, snapshot, ct);
        return await Compare(staging, projection, differences, ct);
    }

    private static async Task<VerifiedProjection> Compare(
        ProjectionBuild staging,
        TableProjection projection,
        List<string> differences,
        CancellationToken ct
    )
    {
        var (rows, hashes) = (0L, new StringBuilder());
        foreach (
            var table in await staging.Connection.Scalar<string[]>(
                "select array_agg(tablename::text order by tablename) from pg_tables "
                    + $"where schemaname = '{staging.Schema}'",
                ct
            )
        )
        {
            var (live, rebuilt) = ($"{projection.SchemaName}.{table}", $"{staging.Schema}.{table}");
            var (inLive, inRebuilt) = (
                await staging.Connection.Scalar<string>(HashOf(live), ct),
                await staging.Connection.Scalar<string>(HashOf(rebuilt), ct)
            );
            rows += await staging.Connection.Scalar<long>($"select count(*) from {live}", ct);
            hashes.Append(table).Append(' ').Append(inLive).Append('\n');
            if (inLive == inRebuilt)
                continue;
            var (surplus, missing) = (
                await staging.Connection.Scalar<long>(CountOf(live, rebuilt), ct),
                await staging.Connection.Scalar<long>(CountOf(rebuilt, live), ct)
            );
            differences.Add(
                $"The table {table} of the projection {projection.Name} differs from its rebuild up to event "
                    + $"{staging.Position}: {surplus} rows are only in the table, {missing} only in the rebuild."
            );
        }

        return new(
            projection.Name,
            rows,
            staging.Position,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashes.ToString())))
        );
    }

    private static string HashOf(string table) =>
        $"""
            select encode(sha256(coalesce(string_agg(row, ''::bytea order by row), ''::bytea)), 'hex')
            from (select sha256(convert_to(t::text, 'UTF8')) as row from {table} t) rows
            """;

    private static string CountOf(string table, string without) =>
        $"select count(*) from (select t::text from {table} t except all select t::text from {without} t) difference";
}
