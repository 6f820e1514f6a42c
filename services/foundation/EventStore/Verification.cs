using System.Data;
using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.EventStore;

/// <summary>
/// Compares all that a running service keeps with what its events say: versions of streams, positions of subscriptions, every projection
/// with a rebuild of it, byte for byte. Nothing waits for it: it looks at snapshots.
/// </summary>
public sealed class Verification(
    EventStoreDatabase database,
    EventReader reader,
    ProjectionRebuild projections,
    SubscriptionStatuses subscriptions,
    StreamsCheck streams,
    MessagesCheck messages
)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <param name="patience">How long subscriptions may take to catch up first; those that do not are among the differences.</param>
    /// <param name="ct">Stops the verification; nothing is left behind.</param>
    public async Task<VerificationReport> Run(TimeSpan patience, CancellationToken ct)
    {
        var differences = new List<string>();
        differences.AddRange(await Laggards(patience, ct));
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
            verified,
            sent,
            received,
            differences,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))
        );
    }

    private async Task<string[]> Laggards(TimeSpan patience, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        var mark = await new SafeMark(database).Advance(connection, ct);
        await using var command = database.Source.CreateCommand(
            $"""
            select coalesce(array_agg(format('The subscription %s is %s events behind.', name, $1 - position)), '{"{}"}') from (
                select name, coalesce(last_seq_id, 0) as position from unnest($2) name left join {database.Schema}.mt_event_progression using (name)) p
            where position < $1
            """
        );
        command.Parameters.Add(new() { Value = mark });
        command.Parameters.Add(new() { Value = subscriptions.All.Select(s => s.Name).ToArray() });
        for (var waited = TimeSpan.Zero; ; waited += Look)
        {
            var behind = (string[])(await command.ExecuteScalarAsync(ct))!;
            if (behind.Length == 0 || waited >= patience)
                return behind;
            await Task.Delay(Look, ct);
        }
    }

    private async Task<VerifiedProjection> Verify(
        IProjection projection,
        List<string> differences,
        CancellationToken ct
    )
    {
        await using var shadow = await ShadowTables.Make(database, reader, projection, ct);
        var inline = projections.IsInline(projection);
        var position =
            $"select last_seq_id from {database.Schema}.mt_event_progression where name = '{projection.Name}'";
        await shadow.BuildAhead(
            inline
                ? await new SafeMark(database).Advance(shadow.Connection, ct)
                : await shadow.Connection.Number(position, ct),
            ct
        );

        // Effects commit with the position, inline effects with their events: what one snapshot shows belongs together.
        await using var snapshot = await shadow.Connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await shadow.BuildUpTo(
            await shadow.Connection.Number(
                inline ? $"select max(seq_id) from {database.Schema}.mt_events" : position,
                ct
            ),
            ct
        );
        return await Compare(shadow, projection, differences, ct);
    }

    private static async Task<VerifiedProjection> Compare(
        ShadowTables shadow,
        IProjection projection,
        List<string> differences,
        CancellationToken ct
    )
    {
        var (rows, hashes) = (0L, new StringBuilder());
        foreach (
            var table in await shadow.Connection.Scalar<string[]>(
                $"select array_agg(tablename::text order by tablename) from pg_tables where schemaname = '{shadow.Schema}'",
                ct
            )
        )
        {
            var (live, rebuilt) = ($"{EventStoreDatabase.ReadModelsSchema}.{table}", $"{shadow.Schema}.{table}");
            var (inLive, inRebuilt) = (
                await shadow.Connection.Scalar<string>(HashOf(live), ct),
                await shadow.Connection.Scalar<string>(HashOf(rebuilt), ct)
            );
            rows += await shadow.Connection.Scalar<long>($"select count(*) from {live}", ct);
            hashes.Append(table).Append(' ').Append(inLive).Append('\n');
            if (inLive == inRebuilt)
                continue;
            var (surplus, missing) = (
                await shadow.Connection.Scalar<long>(CountOf(live, rebuilt), ct),
                await shadow.Connection.Scalar<long>(CountOf(rebuilt, live), ct)
            );
            differences.Add(
                $"The table {table} of the projection {projection.Name} differs from its rebuild up to event {shadow.Position}: it has {surplus} rows that the rebuild has not, and lacks {missing} that it has."
            );
        }

        return new(
            projection.Name,
            rows,
            shadow.Position,
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
