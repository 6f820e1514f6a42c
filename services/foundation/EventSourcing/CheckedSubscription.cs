using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Gives a page to a subscription only if the page starts at the stored position. A subscription may have effects that
/// cannot be rolled back, such as publishing. After an import, a rewind or a change of the leader it must not have them
/// for the wrong events, even if the commit of the position then fails.
/// </summary>
internal sealed class CheckedSubscription : SubscriptionBase
{
    private readonly SubscriptionBase _subscription;
    private readonly EventDatabase _database;

    public CheckedSubscription(SubscriptionBase subscription, EventDatabase database)
    {
        (_subscription, _database) = (subscription, database);
        (Name, Version, Options) = (subscription.Name, subscription.Version, subscription.Options);
        (StreamType, IncludeArchivedEvents) = (subscription.StreamType, subscription.IncludeArchivedEvents);
        foreach (var type in subscription.IncludedEventTypes)
            IncludeType(type);
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        if (await StoredPosition(page.ShardName, cancellationToken) != page.SequenceFloor)
            throw new ProgressionProgressOutOfOrderException(page.ShardName);
        operations.RequirePositionOf(page.ShardName.Identity);
        // Marten writes a tombstone in place of an event whose append was rolled back. It has no meaning.
        page.Events.RemoveAll(e => e.Data is Tombstone);
        try
        {
            return await _subscription.ProcessEventsAsync(page, controller, operations, cancellationToken);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The daemon takes every cancellation for its own, and would skip the page without an error.
            throw new TimeoutException($"The subscription {Name} was cancelled by a timeout of its own.", e);
        }
    }

    private async Task<long> StoredPosition(ShardName shard, CancellationToken ct)
    {
        await using var command = _database.Source.CreateCommand(
            $"select last_seq_id from {_database.Schema}.mt_event_progression where name = $1"
        );
        command.Parameters.Add(new() { Value = shard.Identity });
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }
}
