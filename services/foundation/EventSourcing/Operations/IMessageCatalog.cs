using JasperFx.Events;

namespace PeerNetwork.EventSourcing;

/// <summary>The messages that a service publishes and consumes, for the verification.</summary>
public interface IMessageCatalog
{
    /// <summary>The messages that are published for an event, each with its id and its contract.</summary>
    IEnumerable<(Guid Id, string Contract)> MessagesFor(IEvent e);

    /// <summary>
    /// The consumers of this service, by their names in the inbox, and the contracts that they handle.
    /// </summary>
    IReadOnlyCollection<(string Consumer, string Contract)> Consumers { get; }
}
