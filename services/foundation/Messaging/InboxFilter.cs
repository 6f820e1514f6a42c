using System.Diagnostics;
using MassTransit;
using PeerNetwork.EventStore;

namespace PeerNetwork.Messaging;

/// <summary>Keeps a message from having its effect twice, and records with its effects where they came from.</summary>
internal sealed class InboxFilter<T>(Inbox inbox, EventContext events) : IFilter<ConsumeContext<T>>
    where T : class
{
    public Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var message =
            context.MessageId
            ?? throw new InvalidOperationException("A message without an id cannot be handled exactly once.");
        events.Metadata = new(
            CorrelationId: context.Headers.Get<string>(Relay.CorrelationHeader),
            CausationId: message.ToString(),
            TraceParent: Activity.Current?.Id
        );
        var consumer = context.ReceiveContext.InputAddress.Segments[^1];
        return inbox.Once(message, consumer, () => next.Send(context), context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
