using MassTransit;

namespace PeerNetwork.Messaging;

/// <summary>
/// The queues of a service: a quorum queue for each consumer, and beside it one for what that consumer could not
/// handle.
/// </summary>
internal static class Topology
{
    private const int Prefetch = 128,
        Concurrency = 32,
        Deliveries = 50;

    private const string DeliveryLimit = "x-delivery-limit";

    public static string ErrorQueueOf(string queue) => $"{queue}_error";

    /// <summary>
    /// A message that was delivered again and again without an answer, since it ends the process that handles it, goes
    /// to the error queue too: brokers from version 4 on would drop it.
    /// </summary>
    public static void UseQuorumQueue(this IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        endpoint.PrefetchCount = Prefetch;
        endpoint.ConcurrentMessageLimit = Concurrency;
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument(DeliveryLimit, Deliveries);
        endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
        endpoint.SetQueueArgument("x-overflow", "reject-publish"); // Which the strategy asks for.
        endpoint.BindDeadLetterQueue(ErrorQueueOf(queue), ErrorQueueOf(queue), UseErrorQueue);
    }

    /// <summary>An error queue hands its messages out to be looked at, and must not count that against them.</summary>
    public static void UseErrorQueue(IRabbitMqQueueConfigurator queue)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument(DeliveryLimit, int.MaxValue);
        foreach (var ofItsConsumer in (string[])["x-dead-letter-exchange", "x-dead-letter-strategy", "x-overflow"])
            queue.SetQueueArgument(ofItsConsumer, null!);
    }
}
