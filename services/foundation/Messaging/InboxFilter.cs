using System.Diagnostics;
using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Messaging;

/// <summary>
/// Handles each message once, as one unit of work: the message id is stored in the same transaction. The message id is
/// the causation id of the events that the consumer appends.
/// </summary>
internal sealed class InboxFilter<T>(ProcessedMessages processed, AuditContext audit) : IFilter<ConsumeContext<T>>
    where T : class
{
    public Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var message =
            context.MessageId
            ?? throw new InvalidOperationException("A message without an id cannot be handled exactly once.");
        audit.Metadata = new(
            CorrelationId: context.Headers.Get<string>(Relay.CorrelationHeader),
            CausationId: message.ToString(),
            TraceParent: Activity.Current?.Id
        );
        var consumer = context.ReceiveContext.InputAddress.Segments[^1];
        return processed.HandleOnce(message, consumer, () => next.Send(context), context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
