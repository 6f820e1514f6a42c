using MassTransit;

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
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument(DeliveryLimitArgument, DeliveryLimit);
        endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
        endpoint.SetQueueArgument("x-overflow", "reject-publish"); // The strategy requires it.
        endpoint.BindDeadLetterQueue(ErrorQueueFor(queue), ErrorQueueFor(queue), UseErrorQueue);
    }

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
}
