using System.Security.Cryptography;
using Marten;
using Marten.Services;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Imports an export into an empty store, in one transaction. It wraps the keys with the master key of this
/// installation and rebuilds the projections. Messages are not published or handled a second time.
/// </summary>
public sealed class StreamsImport(
    EventDatabase database,
    IDocumentStore store,
    MasterKeys masterKeys,
    PersonalDataKeys keys,
    ProjectionRebuild projections,
    ProjectionBuilds builds,
    StreamIntegrityCheck streams,
    ReplicaDocuments documents,
    DaemonWakeup wakeup
)
{
    private const int PageSize = 1_000;

    /// <param name="from">The lines of an export.</param>
    /// <param name="transportKey">32 bytes that wrap the keys of personal data in the file.</param>
    /// <param name="ct">Stops the import and rolls it back.</param>
    /// <exception cref="DomainException">The store is not empty, or the file is not a complete export of this service.
    /// Nothing was written.</exception>
    public async Task<ImportReport> Read(Stream from, byte[] transportKey, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await LockEmptyTables(connection, ct);
        // The import assigns new sequence numbers, without gaps.
        var first = await connection.Scalar<long>($"select nextval('{database.Schema}.mt_events_sequence')", ct);
        await using var tables = new ImportTables(
            connection,
            database.Schema,
            EventTypes(),
            documents.Types.ToDictionary(type => type.Alias, type => type.TableName.Name),
            masterKeys,
            transportKey,
            first
        );
        var (lines, end) = await CopyLines(tables, from, ct);
        await FillDuplicatedColumns(connection, ct);
        await Compare(connection, tables, lines, end, ct);
        // Keys that are not committed yet must not get into the cache: other sessions would encrypt with them.
        using (PersonalDataKeys.UseImportedKeys(tables.Keys))
            await BuildProjections(transaction, first + tables.Events - 1, ct);
        await StorePositions(connection, tables, first, ct);
        await transaction.CommitAsync(ct);
        keys.EvictAll();
        wakeup.Signal();
        return new(database.Schema, end.Keys, end.Streams, end.Events, end.Documents, end.Messages, end.Hash);
    }

    /// <summary>
    /// Locks the tables and checks that they are empty. Open appends finish first, new ones wait. Readers see an empty
    /// store until the import commits.
    /// </summary>
    private async Task LockEmptyTables(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.Execute(
            $"""
            set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
            lock table {database.Schema}.mt_streams, {database.Schema}.mt_events,
                {database.Schema}.processed_messages, {database.Schema}.personal_data_keys{string.Concat(
                documents.Tables.Select(t => $", {t}")
            )} in exclusive mode
            """,
            ct
        );
        var used = await connection.Scalar<bool>(
            $"""
            select exists (select from {database.Schema}.mt_streams)
                or exists (select from {database.Schema}.processed_messages)
                or exists (select from {database.Schema}.personal_data_keys)
                or exists (select from {database.Schema}.mt_events){string.Concat(
                documents.Tables.Select(t => $" or exists (select from {t})")
            )}
            """,
            ct
        );
        if (used)
            throw new DomainException(
                DomainError.Conflict,
                $"The store of {database.Schema} is not empty. An export goes into a new installation only."
            )
            {
                Code = "store-not-empty",
            };
    }

    private static async Task<(long Lines, EndLine End)> CopyLines(
        ImportTables tables,
        Stream from,
        CancellationToken ct
    )
    {
        var (number, last) = (0L, (ExportLine?)null);
        try
        {
            await foreach (var (n, line) in ExportFile.Read(from, ct))
            {
                (number, last) = (n, line);
                await tables.AddLine(line, ct);
            }
        }
        catch (CryptographicException)
        {
            throw new BrokenExportException(number, "the transport key cannot decrypt this key");
        }
        catch (FormatException e)
        {
            throw new BrokenExportException(number, e.Message);
        }
        catch (PostgresException e) when (e.SqlState[..2] is "22" or "23")
        {
            throw new BrokenExportException(
                number,
                $"the database rejects a line before it: {e.MessageText}{(e.Where is { } place ? $" ({place})" : "")}"
            );
        }

        return (number, (EndLine)last!);
    }

    /// <summary>Fills the columns that duplicate fields of documents, with Marten's own SQL.</summary>
    private async Task FillDuplicatedColumns(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var type in documents.Types)
        {
            // The other fields are Marten's own columns, such as the revision.
            var repeated = type.DuplicatedFields.Where(field => !field.OnlyForSearching).ToList();
            if (repeated.Count == 0)
                continue;
            var columns = string.Join(", ", repeated.Select(field => field.UpdateSqlFragment()));
            await connection.Execute($"update {type.TableName.QualifiedName} set {columns}", ct);
        }
    }

    private async Task Compare(
        NpgsqlConnection connection,
        ImportTables tables,
        long lines,
        EndLine end,
        CancellationToken ct
    )
    {
        var (content, broken) = await streams.Run(connection, ct);
        if (broken is [var sentence, ..])
            throw new BrokenExportException(lines, $"the streams before it are incomplete: {sentence}");
        if (tables.ExpectedEnd(content.Hash) is var found && found != end)
            throw new BrokenExportException(
                lines,
                $"its counts and hash do not match the lines before it: {end} and {found}"
            );
    }

    private async Task BuildProjections(NpgsqlTransaction transaction, long position, CancellationToken ct)
    {
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        try
        {
            await foreach (var page in session.PagesUpTo(position, PageSize, ct))
            {
                foreach (var e in page)
                foreach (var projection in projections.All)
                    projection.Apply(e, session);
                await session.SaveChangesAsync(ct);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException { IsTransient: true })
        {
            throw new DomainException(
                DomainError.Invalid,
                $"This version of {database.Schema} cannot apply the events of the file: {e.Message} "
                    + "Nothing was imported."
            )
            {
                Code = "broken-export",
            };
        }
    }

    private Dictionary<string, string> EventTypes() =>
        store.Options.Events.AllKnownEventTypes().ToDictionary(t => t.EventTypeName, t => t.DotNetTypeName);

    /// <summary>
    /// Stores the positions: projections are complete, and subscriptions have the positions of the file.
    /// </summary>
    private async Task StorePositions(
        NpgsqlConnection connection,
        ImportTables tables,
        long first,
        CancellationToken ct
    )
    {
        foreach (var projection in projections.All)
            await builds.Add(projection, connection, ct);
        var complete = projections
            .All.Where(p => !ProjectionRebuild.IsInline(p))
            .Select(p => new PositionLine(ProjectionRebuild.ShardOf(p), tables.Events));
        var positions = complete.Concat(tables.Positions).DistinctBy(p => p.Subscription).ToList();
        // The daemon inserts the first position of a shard and fails if there is a row. So position zero means no row.
        await using var command = new NpgsqlCommand(
            $"""
            with p as (select * from unnest($1, $2) as p (name, seq)),
                at_zero as (delete from {database.Schema}.mt_event_progression g using p
                    where g.name = p.name and p.seq = 0)
            insert into {database.Schema}.mt_event_progression (name, last_seq_id, last_updated)
                select name, seq, now() from p where seq > 0
            on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = now()
            """,
            connection
        );
        command.Parameters.Add(new() { Value = positions.Select(p => p.Subscription).ToArray() });
        command.Parameters.Add(new() { Value = positions.Select(p => first - 1 + p.Events).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
        // Without events the reserved number is returned. Otherwise every shard would wait for it.
        await connection.Execute(
            $"select setval('{database.Schema}.mt_events_sequence', {Math.Max(first, first - 1 + tables.Events)}, "
                + $"{tables.Events > 0})",
            ct
        );
    }
}

/// <summary>What was imported.</summary>
/// <param name="Service">The service that was imported.</param>
/// <param name="Keys">How many personal data keys, including erased ones.</param>
/// <param name="Streams">How many streams.</param>
/// <param name="Events">How many events in them.</param>
/// <param name="Documents">How many replica documents.</param>
/// <param name="Messages">How many processed messages.</param>
/// <param name="Hash">SHA-256 of all streams and documents, as in the last line of the file.</param>
public sealed record ImportReport(
    string Service,
    long Keys,
    long Streams,
    long Events,
    long Documents,
    long Messages,
    string Hash
);
