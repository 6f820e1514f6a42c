using System.Security.Cryptography;
using Marten;
using Marten.Services;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Takes an export into an empty store, in one transaction: events, the keys under the master key of this installation,
/// what was handled already, and the projections built from it all. Nobody sees a part of it, and nothing is published
/// or handled a second time.
/// </summary>
public sealed class StreamsImport(
    EventDatabase database,
    IDocumentStore store,
    MasterKeys masterKeys,
    PersonalDataKeys keys,
    ProjectionRebuild projections,
    ProjectionBuilds builds,
    StreamsCheck streams,
    KeptDocuments documents,
    DaemonWakeup wakeup
)
{
    private const int PageSize = 1_000;

    /// <param name="from">The lines of an export.</param>
    /// <param name="transportKey">32 bytes, with which the keys of personal data were wrapped for their way.</param>
    /// <param name="ct">Stops the import; nothing of it stays.</param>
    /// <exception cref="DomainException">The store is not empty, or the file is no whole export of this service;
    /// nothing was written.</exception>
    public async Task<ImportReport> Read(Stream from, byte[] transportKey, CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        await using var whole = await connection.BeginTransactionAsync(ct);
        await KeepWritersOut(connection, ct);
        // Numbers are drawn anew, without gaps.
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
        var (lines, end) = await Fill(tables, from, ct);
        await FillColumns(connection, ct);
        await Compare(connection, tables, lines, end, ct);
        // Keys that are not committed yet must not reach the cache, from which others would encrypt with them.
        using (PersonalDataKeys.Use(tables.Keys))
            await Project(whole, first + tables.Events - 1, ct);
        await Settle(connection, tables, first, ct);
        await whole.CommitAsync(ct);
        keys.ForgetAll();
        wakeup.Signal();
        return new(database.Schema, end.Keys, end.Streams, end.Events, end.Documents, end.Messages, end.Hash);
    }

    /// <summary>
    /// Waits for the appends in flight and keeps new ones waiting; whoever reads goes on, and sees an empty store until
    /// the end.
    /// </summary>
    private async Task KeepWritersOut(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.Execute(
            $"""
            set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
            lock table {database.Schema}.mt_streams, {database.Schema}.mt_events, {database.Schema}.processed_messages, {database.Schema}.personal_data_keys{string.Concat(
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

    private static async Task<(long Lines, EndLine End)> Fill(ImportTables tables, Stream from, CancellationToken ct)
    {
        var (number, last) = (0L, (ExportLine?)null);
        try
        {
            await foreach (var (n, line) in ExportFile.Read(from, ct))
            {
                (number, last) = (n, line);
                await tables.Add(line, ct);
            }
        }
        catch (CryptographicException)
        {
            throw new BrokenExportException(number, "this key does not open with the given transport key");
        }
        catch (FormatException e)
        {
            throw new BrokenExportException(number, e.Message);
        }
        catch (PostgresException e) when (e.SqlState[..2] is "22" or "23")
        {
            throw new BrokenExportException(
                number,
                $"the database refuses what stands before it: {e.MessageText}{(e.Where is { } place ? $" ({place})" : "")}"
            );
        }

        return (number, (EndLine)last!);
    }

    /// <summary>Columns that repeat fields of documents, as Marten fills a new one.</summary>
    private async Task FillColumns(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var type in documents.Types)
        {
            // The others are columns of Marten itself, such as the revision.
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
            throw new BrokenExportException(lines, $"the streams before it are not whole: {sentence}");
        if (tables.EndWith(content.Hash) is var found && found != end)
            throw new BrokenExportException(
                lines,
                $"its counts and its hash do not agree with what stands before it: {end} and {found}"
            );
    }

    private async Task Project(NpgsqlTransaction transaction, long position, CancellationToken ct)
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
                $"This version of {database.Schema} cannot apply the events of the file: {e.Message} Nothing was imported."
            )
            {
                Code = "broken-export",
            };
        }
    }

    private Dictionary<string, string> EventTypes() =>
        store.Options.Events.AllKnownEventTypes().ToDictionary(t => t.EventTypeName, t => t.DotNetTypeName);

    /// <summary>
    /// Says how far everybody is: projections are complete, the others as far as they were where the file comes from.
    /// </summary>
    private async Task Settle(NpgsqlConnection connection, ImportTables tables, long first, CancellationToken ct)
    {
        foreach (var projection in projections.All)
            await builds.Add(projection, connection, ct);
        var complete = projections
            .All.Where(p => !ProjectionRebuild.IsInline(p))
            .Select(p => new PositionLine(ProjectionRebuild.ShardOf(p), tables.Events));
        var positions = complete.Concat(tables.Positions).DistinctBy(p => p.Subscription).ToList();
        // The daemon inserts the first position of a shard itself, and fails where there is one: none stands for zero.
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
        // Without an event the number that was drawn goes back: every shard would wait for it.
        await connection.Execute(
            $"select setval('{database.Schema}.mt_events_sequence', {Math.Max(first, first - 1 + tables.Events)}, "
                + $"{tables.Events > 0})",
            ct
        );
    }
}

/// <summary>What was imported.</summary>
/// <param name="Service">Into which service.</param>
/// <param name="Keys">How many people's keys, erased ones among them.</param>
/// <param name="Streams">How many streams.</param>
/// <param name="Events">How many events in them.</param>
/// <param name="Documents">How many documents that repeat what other services said.</param>
/// <param name="Messages">How many messages that were handled before.</param>
/// <param name="Hash">SHA-256 of all streams and documents: the one in the last line of the file.</param>
public sealed record ImportReport(
    string Service,
    long Keys,
    long Streams,
    long Events,
    long Documents,
    long Messages,
    string Hash
);
