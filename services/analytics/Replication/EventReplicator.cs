using System.Collections.Immutable;
using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Replication;

/// <summary>
/// The events of one stream of another service. A match and its mentorship have one id, and so one stream here.
/// </summary>
public sealed record SourceStream(ImmutableHashSet<ReplicatedEventId> Known)
{
    public static SourceStream Evolve(SourceStream? source, object message) =>
        new((source?.Known ?? []).Add(ReplicatedEvents.Of(message).IdOf(message)));

    public static object[] Decide(SourceStream? source, object message) =>
        source is not null && source.Known.Contains(ReplicatedEvents.Of(message).IdOf(message)) ? [] : [message];
}

/// <summary>
/// Stores a published event as it was received. A repeated event is stored once. The order does not matter here; the
/// projections handle it.
/// </summary>
public sealed class EventReplicator<TContract>(EventStreams events) : IConsumer<TContract>
    where TContract : class
{
    public Task Consume(ConsumeContext<TContract> context) =>
        events.Update<SourceStream, object>(
            ReplicatedEvents.Of(context.Message).StreamOf(context.Message),
            SourceStream.Evolve,
            source => SourceStream.Decide(source, context.Message),
            context.CancellationToken
        );
}
