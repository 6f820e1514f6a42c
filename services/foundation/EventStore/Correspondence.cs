namespace PeerNetwork.EventStore;

/// <summary>What a service tells others and hears from them, so that a verification can account for every message.</summary>
public interface ICorrespondence
{
    /// <summary>The messages that an event means to others, each with its id and its kind.</summary>
    IEnumerable<(Guid Id, string Kind)> Sent(StoredEvent e);

    /// <summary>Who of this service hears which kind of message; the consumer's name is the one in the inbox.</summary>
    IReadOnlyCollection<(string Consumer, string Kind)> Receivers { get; }
}
