using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace PeerNetwork.EventStore;

/// <summary>
/// Writes appends to PostgreSQL, each in one round trip. Those that come while others are being written share a transaction, and so the
/// wait for the disk; one that is refused is then written alone, so that nobody pays for a neighbour.
/// </summary>
public sealed class AppendWriter
{
    private const int Lanes = 2,
        Together = 64;

    private readonly EventStoreDatabase _database;
    private readonly EventTypes _types;
    private readonly UniqueSentences _unique;
    private readonly Gathered<AppendTransaction, Exception?> _gathered;

    public AppendWriter(EventStoreDatabase database, EventTypes types, UniqueSentences unique)
    {
        (_database, _types, _unique) = (database, types, unique);
        _gathered = new("append together", WriteTogether, Lanes, Together);
    }

    /// <param name="append">What to write.</param>
    /// <param name="held">Where it waits for the answer of its request; null to commit it now.</param>
    /// <param name="ct">Stops the waiting. What is on its way is written all the same.</param>
    internal async Task Write(AppendTransaction append, HeldAppend? held, CancellationToken ct)
    {
        var refusal = held is null
            ? await _gathered.Run(append, ct)
            : await TryWrite([append], commands => held.Run(commands, ct));
        if (refusal is not null)
            throw refusal;
    }

    private async Task<IReadOnlyList<Exception?>> WriteTogether(IReadOnlyList<AppendTransaction> appends)
    {
        var outcomes = new Exception?[appends.Count];
        foreach (var group in WithoutCommonStreams(appends))
        {
            var failure = await TryWrite([.. group.Select(n => appends[n])], Commit);
            if (failure is null || group.Count == 1 || !LeftNoTrace(failure))
                foreach (var n in group)
                    outcomes[n] = failure;
            else
                foreach (var n in group)
                    outcomes[n] = await TryWrite([appends[n]], Commit);
        }

        return outcomes;
    }

    /// <summary>Two appends to one stream cannot commit together: the second expects the version that the first leaves.</summary>
    private static IEnumerable<List<int>> WithoutCommonStreams(IReadOnlyList<AppendTransaction> appends)
    {
        var left = Enumerable.Range(0, appends.Count).ToList();
        while (left.Count > 0)
        {
            var (taken, group, later) = (new HashSet<Guid>(), new List<int>(), new List<int>());
            foreach (var n in left)
            {
                var free = appends[n].Streams.All(s => !taken.Contains(s.Stream));
                (free ? group : later).Add(n);
                if (free)
                    taken.UnionWith(appends[n].Streams.Select(s => s.Stream));
            }

            yield return group;
            left = later;
        }
    }

    /// <returns>Null when all is written.</returns>
    private async Task<Exception?> TryWrite(
        AppendTransaction[] appends,
        Func<IEnumerable<NpgsqlBatchCommand>, Task> write
    )
    {
        try
        {
            await write(Commands(appends));
            return null;
        }
        catch (Exception e) when (IsOfTheDatabase(e))
        {
            return e is PostgresException refusal ? Meaning(refusal, appends) : e;
        }
    }

    /// <summary>
    /// Only what PostgreSQL has refused is certain to be rolled back, and can be tried again. Where the session has ended, with words (FATAL)
    /// or without, the commit may have been made: repeated, its events would stand there twice.
    /// </summary>
    private static bool LeftNoTrace(Exception failure) =>
        failure is PostgresException { InvariantSeverity: "ERROR" } || !IsOfTheDatabase(failure);

    private static bool IsOfTheDatabase(Exception e) =>
        e is NpgsqlException or TimeoutException or IOException or InvalidOperationException;

    private async Task Commit(IEnumerable<NpgsqlBatchCommand> commands)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await SqlBatch.Execute(connection, commands, CancellationToken.None);
    }

    private IEnumerable<NpgsqlBatchCommand> Commands(AppendTransaction[] appends) =>
        [
            .. appends.Any(a => a.Streams.Count > 0) ? [Events(appends)] : Array.Empty<NpgsqlBatchCommand>(),
            .. appends.SelectMany(a => a.Effects.Commands).Select(Once),
            .. Receipts(appends).Commands,
        ];

    private NpgsqlBatchCommand Events(AppendTransaction[] appends)
    {
        var streams = appends.SelectMany(a => a.Streams).OrderBy(s => s.Stream).ToArray();
        var events = appends.SelectMany(a => a.Events).ToArray();
        var command = new NpgsqlBatchCommand(
            $"select {_database.Schema}.append_events($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)"
        );
        Add(Array.ConvertAll(streams, s => s.Stream), NpgsqlDbType.Uuid);
        Add(Array.ConvertAll(streams, s => _types.StreamNameOf(s.State)), NpgsqlDbType.Text);
        Add(Array.ConvertAll(streams, s => s.Expected), NpgsqlDbType.Bigint);
        Add(Array.ConvertAll(streams, s => s.Reached), NpgsqlDbType.Bigint);
        Add(Array.ConvertAll(events, e => e.Id), NpgsqlDbType.Uuid);
        Add(Array.ConvertAll(events, e => e.Stream), NpgsqlDbType.Uuid);
        Add(Array.ConvertAll(events, e => e.Version), NpgsqlDbType.Bigint);
        Add(appends.SelectMany(a => a.Bodies).ToArray(), NpgsqlDbType.Jsonb);
        Add(Array.ConvertAll(events, e => e.Type), NpgsqlDbType.Text);
        Add(Array.ConvertAll(events, e => _types.DotnetNameOf(e.Data.GetType())), NpgsqlDbType.Text);
        Add(Array.ConvertAll(events, e => e.Timestamp.ToUniversalTime()), NpgsqlDbType.TimestampTz);
        Add(Array.ConvertAll(events, e => e.Metadata.CorrelationId), NpgsqlDbType.Text);
        Add(Array.ConvertAll(events, e => e.Metadata.CausationId), NpgsqlDbType.Text);
        Add([.. appends.SelectMany(a => Enumerable.Repeat(Headers(a), a.Events.Count))], NpgsqlDbType.Jsonb);
        return command;

        void Add<T>(T[] values, NpgsqlDbType type) =>
            command.Parameters.Add(new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private string Headers(AppendTransaction append) =>
        append.Events.Count == 0
            ? ""
            : JsonSerializer.Serialize(
                append.Events[0].Metadata with
                {
                    CorrelationId = null,
                    CausationId = null,
                },
                _database.Json
            );

    /// <summary>A command belongs to one batch, and an effect may have to be written twice.</summary>
    private static NpgsqlBatchCommand Once(NpgsqlBatchCommand effect)
    {
        var command = new NpgsqlBatchCommand(effect.CommandText);
        foreach (NpgsqlParameter parameter in effect.Parameters)
            command.Parameters.Add(parameter.Clone());
        return command;
    }

    private static SqlBatch Receipts(AppendTransaction[] appends)
    {
        var sql = new SqlBatch();
        var messages = appends.Select(a => a.Message).OfType<(Guid Id, string Consumer)>().ToArray();
        if (messages.Length > 0)
            sql.Add(
                $"insert into inbox (message_id, consumer) select * from unnest({messages.Select(m => m.Id).ToArray()}, {messages.Select(m => m.Consumer).ToArray()})"
            );
        return sql;
    }

    private Exception Meaning(PostgresException e, AppendTransaction[] appends) =>
        e.SqlState switch
        {
            "PN409" or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
                new VersionConflictException(Guid.TryParse(e.ConstraintName, out var stream) ? stream : Guid.Empty),
            PostgresErrorCodes.UniqueViolation => e.ConstraintName switch
            {
                "mt_streams_pkey" => new VersionConflictException(
                    appends.SelectMany(a => a.Streams).First(s => s.Expected == 0).Stream
                ),
                "inbox_pkey" => new AlreadyHandledException(),
                var index => new UniqueConflictException(index ?? "", _unique.For(index)),
            },
            _ => e,
        };
}
