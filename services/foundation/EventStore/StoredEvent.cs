namespace PeerNetwork.EventStore;

/// <summary>Who caused an event, why, and in the course of what.</summary>
/// <param name="Actor">The person or client that acted; null for the system itself.</param>
/// <param name="OnBehalfOf">The person for whom the actor acted, where that is another.</param>
/// <param name="Reason">What the actor gave as the reason.</param>
/// <param name="CorrelationId">The same for all that follows from one request.</param>
/// <param name="CausationId">The message or event that this one answers.</param>
/// <param name="TraceParent">The W3C trace context of the request.</param>
public sealed record EventMetadata(
    string? Actor = null,
    string? OnBehalfOf = null,
    string? Reason = null,
    string? CorrelationId = null,
    string? CausationId = null,
    string? TraceParent = null
);

/// <summary>An event as it stands in the store.</summary>
/// <param name="Sequence">Its place among all events of the service; 0 while it is being appended.</param>
/// <param name="Id">The id of the event, which is also the message id of what is published for it.</param>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Version">Its place in the stream: 1, 2, 3, without gaps.</param>
/// <param name="Data">The event itself.</param>
/// <param name="Type">Its registered name, such as <c>match_accepted</c>.</param>
/// <param name="Timestamp">The moment of the append.</param>
/// <param name="Metadata">Who caused it, why, and in the course of what.</param>
public sealed record StoredEvent(
    long Sequence,
    Guid Id,
    Guid Stream,
    long Version,
    object Data,
    string Type,
    DateTimeOffset Timestamp,
    EventMetadata Metadata
);
