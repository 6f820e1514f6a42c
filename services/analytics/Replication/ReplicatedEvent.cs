using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Replication;

/// <summary>Identifies a replicated event when it is delivered again.</summary>
/// <param name="Name">The stored name of its type.</param>
/// <param name="Version">The version of the source stream.</param>
/// <param name="Part">The goal, session or person, where one version has several events.</param>
public readonly record struct ReplicatedEventId(string Name, long Version, Guid? Part = null);

/// <summary>A type of published event that analytics stores.</summary>
public abstract record ReplicatedEvent(string Name)
{
    public abstract Type Contract { get; }

    public abstract Guid StreamOf(object message);

    public abstract ReplicatedEventId IdOf(object message);

    /// <summary>The event without what analytics must not know.</summary>
    public abstract object Redact(object message);

    public abstract void Store(StreamEvents stream);

    public abstract void Consume(IBusRegistrationConfigurator bus);
}

/// <inheritdoc/>
/// <param name="Name">The stored name, which never changes.</param>
/// <param name="Stream">The source stream, which is also the stream in which the event is stored here.</param>
/// <param name="Version">The version of the source stream.</param>
/// <param name="Part">See <see cref="ReplicatedEventId.Part"/>.</param>
/// <param name="Redacted">The event without what analytics must not know; null where it may know all.</param>
public sealed record ReplicatedEvent<TContract>(
    string Name,
    Func<TContract, Guid> Stream,
    Func<TContract, long> Version,
    Func<TContract, Guid?>? Part = null,
    Func<TContract, TContract>? Redacted = null
) : ReplicatedEvent(Name)
    where TContract : class
{
    public override Type Contract => typeof(TContract);

    public override Guid StreamOf(object message) => Stream((TContract)message);

    public override ReplicatedEventId IdOf(object message) =>
        new(Name, Version((TContract)message), Part?.Invoke((TContract)message));

    public override object Redact(object message) => Redacted is null ? message : Redacted((TContract)message);

    public override void Store(StreamEvents stream) => stream.Event<TContract>(Name);

    public override void Consume(IBusRegistrationConfigurator bus) => bus.AddConsumer<EventReplicator<TContract>>();
}
