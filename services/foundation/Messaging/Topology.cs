using MassTransit;
using MassTransit.RabbitMqTransport;

namespace PeerNetwork.Messaging;

/// <summary>The queues of a service: each consumer has a quorum queue and an error queue.</summary>
internal static class Topology
{
    private const int PrefetchCount = 128,
        ConcurrentMessageLimit = 32,
        DeliveryLimit = 50;

    private const string DeliveryLimitArgument = "x-delivery-limit";

    public static string ErrorQueueFor(string queue) => $"{queue}_error";

    /// <summary>
    /// A message that crashes its consumer on every delivery also goes to the error queue, when it reaches the delivery
    /// limit. Otherwise brokers from version 4 on drop it.
    /// </summary>
    public static void UseQuorumQueue(this IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        endpoint.PrefetchCount = PrefetchCount;
        endpoint.ConcurrentMessageLimit = ConcurrentMessageLimit;
        SetArguments(endpoint);
        endpoint.BindDeadLetterQueue(ErrorQueueFor(queue), ErrorQueueFor(queue), UseErrorQueue);
    }

    /// <summary>
    /// Declares the queue of a consumer that another process runs, as that process does, so that it gets the messages
    /// from the first on. The binding leads past the exchange of that endpoint; the broker puts a message into a queue
    /// once, however many bindings lead there.
    /// </summary>
    public static void DeclareQuorumQueue(this IRabbitMqBusFactoryConfigurator bus, string queue, Type contract) =>
        bus.Publish(
            contract,
            message =>
                message.BindQueue(
                    new RabbitMqMessageNameFormatter().GetMessageName(contract),
                    queue,
                    binding =>
                    {
                        SetArguments(binding);
                        binding.SetQueueArgument("x-dead-letter-exchange", ErrorQueueFor(queue));
                    }
                )
        );

    /// <summary>
    /// Listing dead letters delivers them and puts them back, so an error queue needs a very high delivery limit.
    /// </summary>
    public static void UseErrorQueue(IRabbitMqQueueConfigurator queue)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument(DeliveryLimitArgument, int.MaxValue);
        foreach (var argument in (string[])["x-dead-letter-exchange", "x-dead-letter-strategy", "x-overflow"])
            queue.SetQueueArgument(argument, null!);
    }

    private static void SetArguments(IRabbitMqQueueConfigurator queue)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument(DeliveryLimitArgument, DeliveryLimit);
        queue.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
        queue.SetQueueArgument("x-overflow", "reject-publish"); // The strategy requires it.
    }
}
