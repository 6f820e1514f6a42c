using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace PeerNetwork.EventStore;

/// <summary>
/// Writes a whole transaction in one round trip: stream rows, events, inline projections, and the inbox row of the message. Then it
/// wakes the subscriptions.
/// </summary>
public sealed class EventAppender(
    EventStoreDatabase database, EventTypes types, InlineProjections inline, UniqueSentences unique, WakeUp wakeUp, TimeProvider clock)
{
    private sealed record Prepared(StoredEvent Event, string Json);

    internal async Task Append(Dictionary<Guid, StreamAppend> appends, EventContext context, CancellationToken ct)
    {
        if (appends.Count == 0) return;
        if (context is { Committed: true, Message: not null })
            throw new InvalidOperationException("A message has one transaction: its effects and its inbox row commit together. Use one Update for all streams.");

        var now = clock.GetUtcNow();
        var streams = appends.Values.OrderBy(a => a.Stream).ToArray();
        var events = streams.SelectMany(a => a.Events.Select((data, i) => EventOf(a, data, i, now, context.Metadata))).ToArray();
        var prepared = await database.Keys.With(create: true, () => events.Select(e => new Prepared(e, Serialise(e))).ToArray(), ct);

        var effects = new SqlBatch();
        foreach (var e in events) inline.Apply(e, effects);

        await Execute([AppendCommand(streams, prepared, now, context.Metadata), .. effects.Commands, .. Receipt(context).Commands], context.Held, ct);

        if (context.Held is null) wakeUp.Call();
        context.Committed = true;
        foreach (var stream in streams) context.Versions[stream.Stream] = stream.Reached;
    }

    /// <summary>Records that a message had no effect that needed an append.</summary>
    internal async Task Acknowledge(EventContext context, CancellationToken ct)
    {
        await Execute(Receipt(context).Commands, null, ct);
        context.Committed = true;
    }

    private StoredEvent EventOf(StreamAppend append, object data, int index, DateTimeOffset now, EventMetadata metadata) =>
        new(0, Guid.CreateVersion7(now), append.Stream, append.Expected + index + 1, data, types.NameOf(data.GetType()), now, metadata);

    private string Serialise(StoredEvent e) => JsonSerializer.Serialize(e.Data, e.Data.GetType(), database.Json);

    private NpgsqlBatchCommand AppendCommand(StreamAppend[] streams, Prepared[] events, DateTimeOffset now, EventMetadata metadata)
    {
        var command = new NpgsqlBatchCommand($"select {database.Schema}.append_events($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)");
        Add(streams.Select(a => a.Stream).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        Add(streams.Select(a => types.StreamNameOf(a.State)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(streams.Select(a => a.Expected).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        Add(streams.Select(a => a.Reached).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        Add(events.Select(p => p.Event.Id).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        Add(events.Select(p => p.Event.Stream).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        Add(events.Select(p => p.Event.Version).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        Add(events.Select(p => p.Json).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb);
        Add(events.Select(p => p.Event.Type).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(events.Select(p => DotnetTypeOf(p.Event.Data)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(now.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(metadata.CorrelationId, NpgsqlDbType.Text);
        Add(metadata.CausationId, NpgsqlDbType.Text);
        Add(JsonSerializer.Serialize(metadata with { CorrelationId = null, CausationId = null }, database.Json), NpgsqlDbType.Jsonb);
        return command;

        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    /// <summary>"Namespace.Type, Assembly", as Marten writes it. We never read it.</summary>
    private static string DotnetTypeOf(object data) => $"{data.GetType().FullName}, {data.GetType().Assembly.GetName().Name}";

    private static SqlBatch Receipt(EventContext context)
    {
        var sql = new SqlBatch();
        if (context is { Committed: false, Message: (var message, var consumer) })
            sql.Add($"insert into inbox (message_id, consumer) values ({message}, {consumer})");
        return sql;
    }

    private async Task Execute(List<NpgsqlBatchCommand> commands, HeldAppend? held, CancellationToken ct)
    {
        if (commands.Count == 0) return;
        try
        {
            await (held is null ? Run(commands, ct) : held.Run(commands, ct));
        }
        catch (PostgresException e) when (e.SqlState is "PN409" or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
        {
            throw new VersionConflictException(Guid.TryParse(e.ConstraintName, out var stream) ? stream : Guid.Empty);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw e.ConstraintName switch
            {
                "inbox_pkey" => new AlreadyHandledException(),
                var index => new UniqueConflictException(index ?? "", unique.For(index)),
            };
        }
    }

    private async Task Run(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var batch = database.Source.CreateBatch();
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
