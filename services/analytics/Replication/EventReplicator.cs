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
/// Stores a published event, without what analytics must not know. A repeated event is stored once. The order does not
/// matter here; the projections handle it.
/// </summary>
public sealed class EventReplicator<TContract>(EventStreams events) : IConsumer<TContract>
    where TContract : class
{
    public Task Consume(ConsumeContext<TContract> context)
    {
        var replicated = ReplicatedEvents.Of(context.Message);
        var stored = replicated.Redact(context.Message);
        return events.Update<SourceStream, object>(
            replicated.StreamOf(stored),
            SourceStream.Evolve,
            source => SourceStream.Decide(source, stored),
            context.CancellationToken
        );
    }
}
