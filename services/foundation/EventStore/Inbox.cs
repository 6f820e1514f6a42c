namespace PeerNetwork.EventStore;

/// <summary>Remembers which messages were handled, in the transaction of their effects: a message delivered twice has its effect once.</summary>
public sealed class Inbox(InboxReader received, EventAppender appender, EventContext context)
{
    /// <summary>
    /// Runs the handler of a message unless it ran before. Its one <see cref="EventStreams"/> update commits together with the
    /// message id; where it had nothing to append, the id is recorded alone.
    /// </summary>
    /// <returns>False when the message was handled before.</returns>
    public async Task<bool> Once(Guid messageId, string consumer, Func<Task> handle, CancellationToken ct)
    {
        if (await received.Contains(messageId, consumer, ct))
            return false;
        context.Message = (messageId, consumer);
        try
        {
            await handle();
            if (!context.Committed)
                await appender.Acknowledge(context, ct);
            return true;
        }
        catch (AlreadyHandledException)
        {
            return false;
        }
    }
}

/// <summary>Knows which messages were handled.</summary>
public sealed class InboxReader
{
    private const int Lanes = 1,
        Together = 128;

    private readonly EventStoreDatabase _database;
    private readonly Gathered<(Guid Message, string Consumer), bool> _gathered;

    public InboxReader(EventStoreDatabase database)
    {
        _database = database;
        _gathered = new("look into the inbox together", Find, Lanes, Together);
    }

    internal Task<bool> Contains(Guid message, string consumer, CancellationToken ct) =>
        _gathered.Run((message, consumer), ct);

    private async Task<IReadOnlyList<bool>> Find(IReadOnlyList<(Guid Message, string Consumer)> messages)
    {
        await using var command = _database.Source.CreateCommand(
            "select message_id, consumer from inbox where message_id = any($1) and consumer = any($2)"
        );
        command.Parameters.Add(new() { Value = messages.Select(m => m.Message).ToArray() });
        command.Parameters.Add(new() { Value = messages.Select(m => m.Consumer).Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new HashSet<(Guid, string)>();
        while (await reader.ReadAsync())
            found.Add((reader.GetGuid(0), reader.GetString(1)));
        return [.. messages.Select(found.Contains)];
    }
}
