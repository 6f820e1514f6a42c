using Marten;
using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Stores which messages were handled, in the same transaction as their effects. A message that is delivered twice
/// takes effect once.
/// </summary>
public sealed class ProcessedMessages(EventStreams streams, IDocumentSession session, EventDatabase database)
{
    /// <summary>Runs the handler of a message as one unit of work, unless it ran before.</summary>
    /// <remarks>
    /// No query looks for the message first; duplicates are rare, and the insert fails for them. If the handler fails,
    /// the message is looked up then: its first delivery may have succeeded.
    /// </remarks>
    /// <returns>False when the message was handled before.</returns>
    public async Task<bool> HandleOnce(Guid messageId, string consumer, Func<Task> handle, CancellationToken ct)
    {
        try
        {
            return await streams.Execute(
                async () =>
                {
                    session.QueueSql(
                        $"insert into processed_messages (message_id, consumer) values ({messageId}, {consumer})"
                    );
                    await handle();
                    return true;
                },
                ct
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (await Contains(messageId, consumer, ct))
                return false;
            throw;
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
