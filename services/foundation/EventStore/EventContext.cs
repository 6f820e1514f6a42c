namespace PeerNetwork.EventStore;

/// <summary>The circumstances of one request or message: filled at the edge, recorded with every event that follows from it.</summary>
/// <remarks>One instance for each dependency injection scope; not for use by several threads.</remarks>
public sealed class EventContext
{
    public EventMetadata Metadata { get; set; } = new();

    /// <summary>The version that the client says it decided on, for the one stream that its request is about.</summary>
    public (Guid Stream, long Version)? Precondition { get; set; }

    /// <summary>Where the events of the request wait for its answer, to commit together with it; null where they commit at once.</summary>
    public HeldAppend? Held { get; set; }

    /// <summary>The message being handled; it commits together with the events that follow from it.</summary>
    public (Guid MessageId, string Consumer)? Message { get; set; }

    /// <summary>True once the message above is in the database.</summary>
    public bool Committed { get; internal set; }

    internal Dictionary<Guid, long> Versions { get; } = [];
}
