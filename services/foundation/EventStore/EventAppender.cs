using System.Text.Json;

namespace PeerNetwork.EventStore;

/// <summary>
/// Turns what a request or message has decided into one transaction: stream rows, events, inline projections, and the inbox row of the
/// message. Then it wakes the subscriptions.
/// </summary>
public sealed class EventAppender(
    EventStoreDatabase database,
    EventTypes types,
    InlineProjections inline,
    AppendWriter writer,
    WakeUp wakeUp,
    TimeProvider clock
)
{
    internal async Task Append(Dictionary<Guid, StreamAppend> appends, EventContext context, CancellationToken ct)
    {
        if (appends.Count == 0)
            return;
        if (context is { Committed: true, Message: not null })
            throw new InvalidOperationException(
                "A message has one transaction: its effects and its inbox row commit together. Use one Update for all streams."
            );

        var now = clock.GetUtcNow();
        var streams = appends.Values.OrderBy(a => a.Stream).ToArray();
        var events = streams
            .SelectMany(a => a.Events.Select((data, i) => EventOf(a, data, i, now, context.Metadata)))
            .ToArray();
        var bodies = await database.Keys.With(
            create: true,
            () => Array.ConvertAll(events, e => JsonSerializer.Serialize(e.Data, e.Data.GetType(), database.Json)),
            ct
        );
        var effects = new SqlBatch();
        foreach (var e in events)
            inline.Apply(e, effects);

        var append = new AppendTransaction
        {
            Streams = streams,
            Events = events,
            Bodies = bodies,
            Effects = effects,
            Message = MessageOf(context),
        };
        await writer.Write(append, context.Held, ct);
        if (context.Held is null)
            wakeUp.Call();
        context.Committed = true;
        foreach (var stream in streams)
            context.Versions[stream.Stream] = stream.Reached;
    }

    /// <summary>Records that a message had no effect that needed an append.</summary>
    internal async Task Acknowledge(EventContext context, CancellationToken ct)
    {
        await writer.Write(new() { Message = MessageOf(context) }, held: null, ct);
        context.Committed = true;
    }

    private StoredEvent EventOf(
        StreamAppend append,
        object data,
        int index,
        DateTimeOffset now,
        EventMetadata metadata
    ) =>
        new(
            0,
            Guid.CreateVersion7(now),
            append.Stream,
            append.Expected + index + 1,
            data,
            types.NameOf(data.GetType()),
            now,
            metadata
        );

    /// <summary>A message commits with the first append that follows from it, and with that alone.</summary>
    private static (Guid MessageId, string Consumer)? MessageOf(EventContext context) =>
        context.Committed ? null : context.Message;
}
