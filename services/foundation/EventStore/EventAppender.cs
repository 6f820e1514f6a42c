using System.Text.Json;

namespace PeerNetwork.EventStore;

/// <summary>
/// Turns what a request or message has decided into one transaction: stream rows, events, inline projections, and the inbox row of the
/// message or the idempotency key of the request. Then it wakes the subscriptions.
/// </summary>
public sealed class EventAppender(EventStoreDatabase database, EventTypes types, InlineProjections inline, AppendWriter writer, WakeUp wakeUp, TimeProvider clock)
{
    internal async Task Append(Dictionary<Guid, StreamAppend> appends, EventContext context, CancellationToken ct)
    {
        if (appends.Count == 0) return;
        if (context is { Committed: true, Message: not null })
            throw new InvalidOperationException("A message has one transaction: its effects and its inbox row commit together. Use one Update for all streams.");

        var now = clock.GetUtcNow();
        var streams = appends.Values.OrderBy(a => a.Stream).ToArray();
        var events = streams.SelectMany(a => a.Events.Select((data, i) => EventOf(a, data, i, now, context.Metadata))).ToArray();
        var bodies = await database.Keys.With(create: true, () => Array.ConvertAll(events, e => JsonSerializer.Serialize(e.Data, e.Data.GetType(), database.Json)), ct);
        var effects = new SqlBatch();
        foreach (var e in events) inline.Apply(e, effects);

        await writer.Write(ReceiptOf(context, streams[0]) with { Streams = streams, Events = events, Bodies = bodies, Effects = effects }, ct);
        wakeUp.Call();
        context.Committed = true;
        foreach (var stream in streams) context.Versions[stream.Stream] = stream.Reached;
    }

    /// <summary>Records that a message had no effect that needed an append.</summary>
    internal async Task Acknowledge(EventContext context, CancellationToken ct)
    {
        await writer.Write(ReceiptOf(context, null), ct);
        context.Committed = true;
    }

    private StoredEvent EventOf(StreamAppend append, object data, int index, DateTimeOffset now, EventMetadata metadata) =>
        new(0, Guid.CreateVersion7(now), append.Stream, append.Expected + index + 1, data, types.NameOf(data.GetType()), now, metadata);

    /// <summary>What commits with the first append of a request or message, and with that alone.</summary>
    private static AppendTransaction ReceiptOf(EventContext context, StreamAppend? first) => context.Committed ? new() : new()
    {
        Message = context.Message,
        Idempotency = context.IdempotencyKey is { } key && first is not null ? (key, first.Stream, first.Reached) : null,
    };
}
