using Marten;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Remembers which messages were handled, in the transaction of their effects: a message that is delivered twice has
/// its effect once.
/// </summary>
public sealed class ProcessedMessages(EventStreams streams, IDocumentSession session, EventDatabase database)
{
    private const string PrimaryKey = $"pkey_{EventDatabase.ProcessedMessagesTable}_message_id_consumer";

    /// <summary>Runs the handler of a message as one unit of work, unless it ran before.</summary>
    /// <returns>False when the message was handled before.</returns>
    public async Task<bool> HandleOnce(Guid messageId, string consumer, Func<Task> handle, CancellationToken ct)
    {
        try
        {
            return await streams.Execute(
                async () =>
                {
                    // The insert below would refuse a duplicate too, but its events would have taken numbers.
                    if (await Contains(messageId, consumer, ct))
                        return false;
                    session.QueueSql(
                        $"insert into processed_messages (message_id, consumer) values ({messageId}, {consumer})"
                    );
                    await handle();
                    return true;
                },
                ct
            );
        }
        catch (UniqueConflictException e) when (e.Index == PrimaryKey)
        {
            return false;
        }
    }

    private async Task<bool> Contains(Guid messageId, string consumer, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(
            "select exists (select from processed_messages where message_id = $1 and consumer = $2)"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = consumer });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
