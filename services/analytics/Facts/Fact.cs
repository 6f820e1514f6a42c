using MassTransit;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Facts;

/// <summary>What makes a fact the same when it comes again.</summary>
/// <param name="Name">The stored name of its kind.</param>
/// <param name="Version">The version of the source stream that it tells of.</param>
/// <param name="Part">The goal, session or person it is about, where one version can tell of several.</param>
public readonly record struct FactId(string Name, long Version, Guid? Part = null);

/// <summary>A kind of public event that analytics keeps.</summary>
public abstract record Fact(string Name)
{
    public abstract Type Contract { get; }

    public abstract Guid StreamOf(object fact);

    public abstract FactId IdOf(object fact);

    public abstract void Store(StreamEvents stream);

    public abstract void Consume(IBusRegistrationConfigurator bus);
}

/// <inheritdoc/>
/// <param name="Name">The stored name, which never changes.</param>
/// <param name="Stream">The source stream, which is also the stream in which the fact is kept here.</param>
/// <param name="Version">The version of the source stream.</param>
/// <param name="Part">See <see cref="FactId.Part"/>.</param>
public sealed record Fact<TContract>(
    string Name,
    Func<TContract, Guid> Stream,
    Func<TContract, long> Version,
    Func<TContract, Guid?>? Part = null
) : Fact(Name)
    where TContract : class
{
    public override Type Contract => typeof(TContract);

    public override Guid StreamOf(object fact) => Stream((TContract)fact);

    public override FactId IdOf(object fact) => new(Name, Version((TContract)fact), Part?.Invoke((TContract)fact));

    public override void Store(StreamEvents stream) => stream.Event<TContract>(Name);

    public override void Consume(IBusRegistrationConfigurator bus) => bus.AddConsumer<WhenFact<TContract>>();
}
