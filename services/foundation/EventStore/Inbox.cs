using Npgsql;

namespace PeerNetwork.EventStore;

/// <summary>Remembers which messages were handled, in the transaction of their effects: a message delivered twice has its effect once.</summary>
public sealed class Inbox(EventStoreDatabase database, EventAppender appender, EventContext context)
{
    /// <summary>
    /// Runs the handler of a message unless it ran before. Its one <see cref="EventStreams"/> update commits together with the
    /// message id; where it had nothing to append, the id is recorded alone.
    /// </summary>
    /// <returns>False when the message was handled before.</returns>
    public async Task<bool> Once(Guid messageId, string consumer, Func<Task> handle, CancellationToken ct)
    {
        if (await Contains(messageId, consumer, ct)) return false;
        context.Message = (messageId, consumer);
        try
        {
            await handle();
            if (!context.Committed) await appender.Acknowledge(context, ct);
            return true;
        }
        catch (AlreadyHandledException)
        {
            return false;
        }
    }

    private async Task<bool> Contains(Guid messageId, string consumer, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("select exists (select from inbox where message_id = $1 and consumer = $2)");
        command.Parameters.Add(new NpgsqlParameter { Value = messageId });
        command.Parameters.Add(new NpgsqlParameter { Value = consumer });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
