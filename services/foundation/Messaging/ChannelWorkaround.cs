using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace PeerNetwork.Messaging;

/// <summary>Works around a fault of the RabbitMQ client, after which an endpoint gets no more messages.</summary>
/// <remarks>
/// The broker closes the channel of a handler that exceeds the consumer timeout (30 minutes by default).
/// RabbitMQ.Client 7.2.2 waits for the handler before it ends the channel. With MassTransit 8.5.12, publishing then
/// fails while the handler runs, the endpoint gets no messages even after the handler has ended, and the service takes
/// 40 seconds to stop. With this workaround a delivery ends with its channel, and the endpoint continues when the
/// handler has ended. <c>ConsumerTimeoutTests</c> fails without it.
/// </remarks>
internal static class ChannelWorkaround
{
    /// <summary>Longer than the client's own timeout for a call, which is five seconds.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A delivery ends with its channel. The broker delivers the message again, and the inbox drops it.
    /// </summary>
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
        Task ChannelContext.ExchangeDeclare(
            string exchange,
            string type,
            bool durable,
            bool autoDelete,
            IDictionary<string, object> arguments,
            CancellationToken cancellationToken
        ) =>
            ExchangeDeclare(exchange, type, durable, autoDelete, arguments, cancellationToken)
                .WaitAsync(CallTimeout, cancellationToken);

        Task ChannelContext.ExchangeBind(
            string destination,
            string source,
            string routingKey,
            IDictionary<string, object> arguments,
            CancellationToken cancellationToken
        ) =>
            ExchangeBind(destination, source, routingKey, arguments, cancellationToken)
                .WaitAsync(CallTimeout, cancellationToken);

        Task<QueueDeclareOk> ChannelContext.QueueDeclare(
            string queue,
            bool durable,
            bool exclusive,
            bool autoDelete,
            IDictionary<string, object> arguments,
            CancellationToken cancellationToken
        ) =>
            QueueDeclare(queue, durable, exclusive, autoDelete, arguments, cancellationToken)
                .WaitAsync(CallTimeout, cancellationToken);

        Task ChannelContext.QueueBind(
            string queue,
            string exchange,
            string routingKey,
            IDictionary<string, object> arguments,
            CancellationToken cancellationToken
        ) =>
            QueueBind(queue, exchange, routingKey, arguments, cancellationToken)
                .WaitAsync(CallTimeout, cancellationToken);

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
            // The client reuses the buffer of the body when this method returns, even if the handler still runs.
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
