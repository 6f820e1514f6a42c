using JasperFx.Events;

namespace PeerNetwork.EventSourcing;

/// <summary>What a service publishes and consumes, so that a verification can account for every message.</summary>
public interface IMessageCatalog
{
    /// <summary>The messages that are published for an event, each with its id and its kind.</summary>
    IEnumerable<(Guid Id, string Kind)> Sent(IEvent e);

    /// <summary>
    /// Which consumer of this service handles which kind of message, by the consumer's name in the inbox.
    /// </summary>
    IReadOnlyCollection<(string Consumer, string Kind)> Receivers { get; }
}
