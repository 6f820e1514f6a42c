namespace PeerNetwork.EventStore;

/// <summary>Where the subscriptions of this service stand, whichever replica runs them.</summary>
public sealed class SubscriptionPositions(EventStoreDatabase database, WakeUp wakeUp)
{
    /// <summary>
    /// Has a subscription go through events again, for one whose effects bear a repeat. It is never set forward, which would skip events.
    /// </summary>
    /// <param name="subscription">Its name.</param>
    /// <param name="position">The sequence number above which it starts again.</param>
    /// <returns>The sequence number above which it goes on.</returns>
    public async Task<long> SetBack(string subscription, long position, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(
            $"""
            update {database.Schema}.mt_event_progression set last_seq_id = least(last_seq_id, $2), last_updated = now()
            where name = $1 returning last_seq_id
            """
        );
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = position });
        var reached = await command.ExecuteScalarAsync(ct) as long? ?? 0; // It has no position yet: it starts at the first event anyway.
        wakeUp.Call();
        return reached;
    }
}
