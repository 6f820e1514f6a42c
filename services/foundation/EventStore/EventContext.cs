namespace PeerNetwork.EventStore;

/// <summary>The circumstances of one request or message: filled at the edge, recorded with every event that follows from it.</summary>
/// <remarks>One instance for each dependency injection scope; not for use by several threads.</remarks>
public sealed class EventContext
{
    public EventMetadata Metadata { get; set; } = new();

    /// <summary>The version that the client says it decided on, for the one stream that its request is about.</summary>
    public (Guid Stream, long Version)? Precondition { get; set; }

    /// <summary>Commits together with the events of the request, so that a repeat after a crash finds that it was carried out.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>The message being handled; it commits together with the events that follow from it.</summary>
    public (Guid MessageId, string Consumer)? Message { get; set; }

    /// <summary>True once the message or idempotency key above is in the database.</summary>
    public bool Committed { get; internal set; }

    internal Dictionary<Guid, long> Versions { get; } = [];
}
