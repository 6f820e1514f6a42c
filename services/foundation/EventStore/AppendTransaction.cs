namespace PeerNetwork.EventStore;

/// <summary>All that one request or message writes, or none of it.</summary>
internal sealed record AppendTransaction
{
    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<StreamAppend> Streams { get; init; } = [];

    public IReadOnlyList<StoredEvent> Events { get; init; } = [];

    /// <summary>The events as JSON, in the same order.</summary>
    public IReadOnlyList<string> Bodies { get; init; } = [];

    /// <summary>The statements of the inline projections.</summary>
    public SqlBatch Effects { get; init; } = new();

    public (Guid MessageId, string Consumer)? Message { get; init; }
}
