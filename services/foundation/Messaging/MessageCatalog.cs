using JasperFx.Events;
using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Messaging;

/// <summary>
/// The contracts that this service publishes for its events, and the contracts that its consumers handle.
/// </summary>
internal sealed class MessageCatalog(
    Func<IEvent, IEnumerable<object>> published,
    IReadOnlyCollection<(string Consumer, Type Contract)> consumers
) : IMessageCatalog
{
    public IReadOnlyCollection<(string Consumer, string Contract)> Consumers { get; } =
    [.. consumers.Select(c => (c.Consumer, c.Contract.Name))];

    public IEnumerable<(Guid Id, string Contract)> MessagesFor(IEvent e) =>
        Contracts(e).Select(c => (c.Id, c.Contract.GetType().Name));

    /// <summary>
    /// The contracts of an event with their message ids. The first has the id of the event; for each further one the
    /// last byte is one higher.
    /// </summary>
    public IEnumerable<(Guid Id, object Contract)> Contracts(IEvent e) =>
        published(e).Select((contract, n) => (IdOf(e, n), contract));

    /// <summary>The contract that a consumer handles, and the name of the consumer's queue.</summary>
    public static (string Consumer, Type Contract) DescribeConsumer(Type consumer, IEndpointNameFormatter names)
    {
        var contract = consumer
            .GetInterfaces()
            .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .GetGenericArguments()[0];
        var queue = typeof(IEndpointNameFormatter)
            .GetMethod(nameof(IEndpointNameFormatter.Consumer))!
            .MakeGenericMethod(consumer)
            .Invoke(names, null);
        return ((string)queue!, contract);
    }

    private static Guid IdOf(IEvent e, int n)
    {
        var bytes = e.Id.ToByteArray(bigEndian: true);
        bytes[^1] += (byte)n;
        return new(bytes, bigEndian: true);
    }
}
