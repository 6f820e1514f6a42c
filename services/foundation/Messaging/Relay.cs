using System.Collections.Concurrent;
using System.Diagnostics;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Messaging;

/// <summary>
/// Publishes the contracts of this service's events. The event streams are the outbox: the position moves only after
/// the broker has confirmed, so a crash repeats messages (their ids tell) and loses none.
/// </summary>
/// <remarks>
/// In order within a stream; streams go side by side, since each confirmation waits for the broker's disk.
/// </remarks>
internal sealed class Relay : SubscriptionBase
{
    internal const string CorrelationHeader = "correlation-id";

    private const int BatchSize = 1_000;

    /// <summary>
    /// A message that is sent in the moment in which its connection ends can wait for its confirmation for ever.
    /// </summary>
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    private static readonly ActivitySource Source = new("PeerNetwork.Messaging");

    private readonly MessageCatalog _catalog;
    private readonly IBus _bus;

    /// <summary>
    /// What the broker has confirmed of a page that failed, so that its next attempt does not repeat it.
    /// </summary>
    private readonly ConcurrentDictionary<Guid, bool> _confirmed = [];
    private long _pageStart;

    public Relay(MessageCatalog catalog, IBus bus)
    {
        (_catalog, _bus) = (catalog, bus);
        Name = MessagesCheck.Relay;
        Options.BatchSize = BatchSize;
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        // After a rewind all is published again, also what was confirmed of a page that failed before.
        if (page.SequenceFloor != _pageStart)
            _confirmed.Clear();
        _pageStart = page.SequenceFloor;
        var streams = page.Events.GroupBy(e => e.StreamId);
        await Task.WhenAll(streams.Select(stream => PublishInOrder(stream, cancellationToken)));
        _confirmed.Clear();
        return NullChangeListener.Instance;
    }

    private async Task PublishInOrder(IEnumerable<IEvent> events, CancellationToken ct)
    {
        foreach (var e in events)
        foreach (var (id, contract) in _catalog.Contracts(e))
        {
            if (_confirmed.ContainsKey(id))
                continue;
            await Publish(e, id, contract, ct);
            _confirmed.TryAdd(id, true);
        }
    }

    private async Task Publish(IEvent e, Guid id, object contract, CancellationToken ct)
    {
        // The trace of the request that caused the event goes on here, however much later.
        ActivityContext.TryParse(EventMetadata.Of(e).TraceParent, null, out var cause);
        using var activity = Source.StartActivity($"relay {e.EventTypeName}", ActivityKind.Internal, cause);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(ConfirmTimeout);
        try
        {
            await _bus.Publish(
                contract,
                contract.GetType(),
                Pipe.Execute<PublishContext>(message =>
                {
                    message.MessageId = id;
                    message.Headers.Set(CorrelationHeader, e.CorrelationId);
                }),
                timeout.Token
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker did not confirm a message within {ConfirmTimeout}.");
        }
    }
}
