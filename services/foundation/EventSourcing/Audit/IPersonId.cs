namespace PeerNetwork.EventSourcing;

/// <summary>The typed id of a person. The audit trail finds the people of an event by it.</summary>
public interface IPersonId
{
    Guid Value { get; }
}
