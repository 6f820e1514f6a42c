using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
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
/// the broker has confirmed. A crash can repeat messages, which have the same ids, but it loses none.
/// </summary>
/// <remarks>
/// Messages of one stream are published in order. Streams are published in parallel, because each confirmation waits
/// for the broker's disk.
/// </remarks>
internal sealed class Relay : SubscriptionBase
{
    internal const string CorrelationHeader = "correlation-id";

    private const int BatchSize = 1_000;

    /// <summary>
    /// Without a timeout, a message that is sent while its connection ends can wait for its confirmation for ever.
    /// </summary>
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    private static readonly ActivitySource Source = new("PeerNetwork.Messaging");

    /// <summary>In seconds.</summary>
    private static readonly InstrumentAdvice<double> DelayBuckets = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    };

    private readonly MessageCatalog _catalog;
    private readonly Lazy<IBus> _bus;
    private readonly BusConnection _connection;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _delay;

    /// <summary>The messages of a failed page that the broker has confirmed. The next attempt skips them.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _confirmed = [];
    private long _pageFloor;

    /// <param name="bus">Not used before the first page: commands for the schema need no broker.</param>
    public Relay(
        MessageCatalog catalog,
        Lazy<IBus> bus,
        BusConnection connection,
        IMeterFactory meters,
        TimeProvider clock
    )
    {
        (_catalog, _bus, _connection, _clock) = (catalog, bus, connection, clock);
        _delay = meters
            .Create("PeerNetwork.Messaging")
            .CreateHistogram(
                "peernetwork.relay.delay",
                "s",
                "From the append of an event to the broker's confirmation of its message",
                tags: null,
                DelayBuckets
            );
        Name = MessageCounter.RelaySubscription;
        Options.BatchSize = BatchSize;
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        // After a rewind all messages are published again, including those of an earlier failed page.
        if (page.SequenceFloor != _pageFloor)
            _confirmed.Clear();
        _pageFloor = page.SequenceFloor;
        var streams = page.Events.GroupBy(e => e.StreamId);
        try
        {
            await Task.WhenAll(streams.Select(stream => PublishInOrder(stream, cancellationToken)));
        }
        catch (TimeoutException)
        {
            // On the same connection, the next attempt could wait for the same lost answer.
            _connection.Close();
            throw;
        }

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
        // Continues the trace of the request that caused the event.
        ActivityContext.TryParse(EventMetadata.Of(e).TraceParent, null, out var cause);
        using var activity = Source.StartActivity($"relay {e.EventTypeName}", ActivityKind.Internal, cause);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(ConfirmTimeout);
        try
        {
            await _bus.Value.Publish(
                contract,
                contract.GetType(),
                Pipe.Execute<PublishContext>(message =>
                {
                    message.MessageId = id;
                    message.Headers.Set(CorrelationHeader, e.CorrelationId);
                }),
                timeout.Token
            );
            _delay.Record((_clock.GetUtcNow() - e.Timestamp).TotalSeconds);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker did not confirm a message within {ConfirmTimeout}.");
        }
    }
}
