namespace PeerNetwork.EventStore;

/// <summary>Tables that are folded from events: dropped and rebuilt at will, never written by anything else.</summary>
/// <remarks>
/// Registered as <see cref="EventStoreBuilder.Inline{T}"/> it is written in the transaction of the append, where its unique indexes
/// protect; registered as <see cref="EventStoreBuilder.Async{T}"/> it follows within milliseconds and never slows a writer.
/// </remarks>
public interface IProjection
{
    /// <summary>A stable snake_case name: the subscription's and the operators' name for it.</summary>
    string Name { get; }

    /// <summary>The <c>create table</c> and <c>create index</c> statements, with unqualified names. A change here leads to a rebuild.</summary>
    string Schema { get; }

    /// <summary>Adds the statements that follow from this event. Takes time from the event, never from the clock; ignores what it does not know.</summary>
    void Apply(StoredEvent e, SqlBatch sql);
}

/// <summary>Follows the events of this service, in order, from a position of its own.</summary>
public interface ISubscriber
{
    /// <summary>A stable name under which the position is stored.</summary>
    string Name { get; }

    /// <summary>
    /// Handles the next events. What it adds to <paramref name="effects"/> commits in one transaction with the new position; what it
    /// does elsewhere may be repeated after a crash. An exception stops the subscription, visibly, before these events.
    /// </summary>
    Task Handle(IReadOnlyList<StoredEvent> events, SqlBatch effects, CancellationToken ct);
}

internal sealed class ProjectionSubscriber(IProjection projection) : ISubscriber
{
    public string Name => projection.Name;

    public Task Handle(IReadOnlyList<StoredEvent> events, SqlBatch effects, CancellationToken ct)
    {
        foreach (var e in events)
            projection.Apply(e, effects);
        return Task.CompletedTask;
    }
}
