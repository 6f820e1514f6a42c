using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace PeerNetwork.Messaging;

/// <summary>Keeps a channel that ends from waiting for itself, and with it every other channel of its connection, for ever.</summary>
/// <remarks>
/// RabbitMQ.Client 7.1.2 ends a channel when its deliveries are handled, and then the next one. MassTransit 8.4.0, where a delivery cannot
/// be acknowledged since the channel is closed, closes it once more and waits, in the handling of that delivery, for this end.
/// </remarks>
internal static class ChannelWorkaround
{
    /// <summary>Deliveries are let go when their channel ends: the broker delivers them again, and the inbox tells them.</summary>
    public static void UseChannelWorkaround(this IRabbitMqReceiveEndpointConfigurator endpoint) =>
        endpoint.ConfigureChannel(channel => channel.UseFilter(new Filter()));

    private sealed class Filter : IFilter<ChannelContext>
    {
        public Task Send(ChannelContext context, IPipe<ChannelContext> next) => next.Send(new Context(context));

        public void Probe(ProbeContext context) => context.CreateFilterScope("channel-workaround");
    }

    private sealed class Context(ChannelContext inner)
        : ScopeChannelContext(inner, inner.CancellationToken),
            ChannelContext
    {
        Task<string> ChannelContext.BasicConsume(
            string queue,
            bool noAck,
            bool exclusive,
            IDictionary<string, object> arguments,
            IAsyncBasicConsumer consumer,
            string consumerTag,
            CancellationToken cancellationToken
        ) =>
            BasicConsume(
                queue,
                noAck,
                exclusive,
                arguments,
                new Consumer(consumer, Channel),
                consumerTag,
                cancellationToken
            );
    }

    private sealed class Consumer : IAsyncBasicConsumer
    {
        private readonly IAsyncBasicConsumer _inner;
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Consumer(IAsyncBasicConsumer inner, IChannel channel)
        {
            _inner = inner;
            channel.ChannelShutdownAsync += (_, _) =>
            {
                _ended.TrySetResult();
                return Task.CompletedTask;
            };
        }

        public IChannel? Channel => _inner.Channel;

        public async Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default
        )
        {
            // The client takes the body back when this returns, be it handled or not.
            var handled = _inner.HandleBasicDeliverAsync(
                consumerTag,
                deliveryTag,
                redelivered,
                exchange,
                routingKey,
                properties,
                body.ToArray(),
                cancellationToken
            );
            await (await Task.WhenAny(handled, _ended.Task));
        }

        public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) =>
            _inner.HandleBasicCancelAsync(consumerTag, cancellationToken);

        public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
            _inner.HandleBasicCancelOkAsync(consumerTag, cancellationToken);

        public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
            _inner.HandleBasicConsumeOkAsync(consumerTag, cancellationToken);

        public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) =>
            _inner.HandleChannelShutdownAsync(channel, reason);
    }
}
