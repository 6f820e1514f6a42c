namespace PeerNetwork.EventSourcing;

public enum AuditFaultKind
{
    /// <summary>The event is not what it was when it was chained.</summary>
    Altered,

    /// <summary>An event that was chained is not there.</summary>
    Missing,

    /// <summary>An event is there that was never chained.</summary>
    Added,

    /// <summary>The event was chained at another place.</summary>
    Reordered,

    /// <summary>A link is not the one that follows from the link before it.</summary>
    Link,

    /// <summary>The head of a day does not fit its signature, or the chain does not fit the head.</summary>
    Head,
}

/// <summary>One thing that is wrong with the chain.</summary>
/// <param name="Sequence">The sequence number of the event; null for a head.</param>
/// <param name="Stream">The stream of the event.</param>
/// <param name="Day">The day of the chain; null where no head has it.</param>
/// <param name="Sentence">What is wrong, for people.</param>
public sealed record AuditFault(AuditFaultKind Kind, long? Sequence, Guid? Stream, DateOnly? Day, string Sentence);

/// <summary>The result of a verification of the chain.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Events">How many events are chained.</param>
/// <param name="Days">How many days they have.</param>
/// <param name="Unchained">How many newer events are not chained yet.</param>
/// <param name="Last">The newest head.</param>
/// <param name="FaultCount">How many faults there are.</param>
/// <param name="Faults">The first of them, in the order of the chain.</param>
public sealed record AuditReport(
    string Service,
    long Events,
    long Days,
    long Unchained,
    AuditHead? Last,
    long FaultCount,
    IReadOnlyList<AuditFault> Faults
);
