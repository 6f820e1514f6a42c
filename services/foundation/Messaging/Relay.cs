using System.Diagnostics;
using MassTransit;
using PeerNetwork.EventStore;

namespace PeerNetwork.Messaging;

/// <summary>
/// Publishes what this service's events mean to others. The event store is the outbox: the position moves only after the broker has
/// confirmed, so a crash repeats messages (their ids tell) and loses none.
/// </summary>
/// <remarks>In order within a stream; streams go side by side, since a confirmation each would wait on the disk of the broker.</remarks>
internal sealed class Relay(Correspondence correspondence, IBus bus) : ISubscriber
{
    internal const string CorrelationHeader = "correlation-id";

    /// <summary>
    /// A message that is sent in the moment in which its connection ends can wait for its confirmation for ever (RabbitMQ.Client 7.1.2 forgets
    /// it), and MassTransit does not reconnect while anybody waits.
    /// </summary>
    private static readonly TimeSpan LongestConfirmation = TimeSpan.FromSeconds(30);

    private static readonly ActivitySource Source = new("PeerNetwork.Messaging");

    public string Name => MessagesCheck.Relay;

    public Task Handle(IReadOnlyList<StoredEvent> events, SqlBatch effects, CancellationToken ct) =>
        Task.WhenAll(events.GroupBy(e => e.Stream).Select(stream => PublishInOrder(stream, ct)));

    private async Task PublishInOrder(IEnumerable<StoredEvent> events, CancellationToken ct)
    {
        foreach (var e in events)
        foreach (var (id, contract) in correspondence.Contracts(e))
            await Publish(e, id, contract, ct);
    }

    private async Task Publish(StoredEvent e, Guid id, object contract, CancellationToken ct)
    {
        // The trace of the request that caused the event goes on here, however much later.
        ActivityContext.TryParse(e.Metadata.TraceParent, null, out var cause);
        using var activity = Source.StartActivity($"relay {e.Type}", ActivityKind.Internal, cause);
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(ct);
        inTime.CancelAfter(LongestConfirmation);
        try
        {
            await bus.Publish(
                contract,
                contract.GetType(),
                Pipe.Execute<PublishContext>(message =>
                {
                    message.MessageId = id;
                    message.Headers.Set(CorrelationHeader, e.Metadata.CorrelationId);
                }),
                inTime.Token
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker did not confirm a message within {LongestConfirmation}.");
        }
    }
}
