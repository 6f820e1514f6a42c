using System.Collections.Immutable;
using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Facts;

/// <summary>
/// What is known here of one stream of another service. A match and its mentorship have one id, and so one stream here.
/// </summary>
public sealed record Source(ImmutableHashSet<FactId> Known)
{
    public static Source Evolve(Source? source, object fact) =>
        new((source?.Known ?? []).Add(AllFacts.KindOf(fact).IdOf(fact)));

    public static object[] Learn(Source? source, object fact) =>
        source is not null && source.Known.Contains(AllFacts.KindOf(fact).IdOf(fact)) ? [] : [fact];
}

/// <summary>
/// Keeps a public event as it came. The same fact twice is one fact; order does not matter here, only to those who
/// read.
/// </summary>
public sealed class WhenFact<TContract>(EventStreams events) : IConsumer<TContract>
    where TContract : class
{
    public Task Consume(ConsumeContext<TContract> context) =>
        events.Update<Source, object>(
            AllFacts.KindOf(context.Message).StreamOf(context.Message),
            Source.Evolve,
            source => Source.Learn(source, context.Message),
            context.CancellationToken
        );
}
