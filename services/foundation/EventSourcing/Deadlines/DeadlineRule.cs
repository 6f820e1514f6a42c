using JasperFx.Events;

namespace PeerNetwork.EventSourcing;

/// <summary>A moment at which something becomes due.</summary>
/// <param name="Id">Unique within the service: an event with the same id moves or clears the deadline.</param>
/// <param name="Stream">The stream that it is about.</param>
public sealed record Deadline(Guid Id, Guid Stream, DateTimeOffset DueAt);

/// <summary>What an event does to a deadline.</summary>
/// <param name="Id">The id of the deadline.</param>
/// <param name="Stream">The stream that it is about.</param>
/// <param name="DueAt">The moment at which it becomes due now; null clears it.</param>
public sealed record DeadlineChange(Guid Id, Guid Stream, DateTimeOffset? DueAt);

/// <summary>One kind of deadline: the events that set and clear it, and what happens when it is due.</summary>
/// <param name="kind">A stable snake_case name, stored with each deadline.</param>
public abstract class DeadlineRule(string kind)
{
    public string Kind { get; } = kind;

    /// <summary>The deadlines that an event sets, moves or clears. Most events concern none.</summary>
    public abstract IEnumerable<DeadlineChange> Changes(IEvent e);

    /// <summary>
    /// Appends what follows from a deadline that is due. One of the appended events has to clear or move the deadline.
    /// </summary>
    public abstract Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now);
}
