using JasperFx.Events;

namespace PeerNetwork.EventSourcing;

/// <summary>The messages that a service publishes and consumes, for the verification.</summary>
public interface IMessageCatalog
{
    /// <summary>The messages that are published for an event, each with its id and its type.</summary>
    IEnumerable<(Guid Id, string Kind)> Sent(IEvent e);

    /// <summary>
    /// The consumers of this service, by their names in the inbox, and the types of message that they handle.
    /// </summary>
    IReadOnlyCollection<(string Consumer, string Kind)> Receivers { get; }
}
