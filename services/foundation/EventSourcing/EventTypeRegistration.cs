using Marten;
using Marten.Events;

namespace PeerNetwork.EventSourcing;

/// <summary>Registers the events of a stream with their stored names.</summary>
public sealed class StreamEvents
{
    private readonly IEventStoreOptions _options;

    internal StreamEvents(IEventStoreOptions options) => _options = options;

    /// <summary>
    /// Stores <typeparamref name="TEvent"/> under this snake_case name. The name stays when the type is renamed.
    /// </summary>
    public StreamEvents Event<TEvent>(string name)
        where TEvent : class
    {
        _options.MapEventType<TEvent>(name);
        return this;
    }
}

public static class EventTypeRegistration
{
    /// <summary>Registers the events of one kind of stream.</summary>
    /// <typeparam name="TState">The state that is folded from these streams.</typeparam>
    public static StoreOptions Stream<TState>(this StoreOptions options, Action<StreamEvents> events)
        where TState : class
    {
        events(new StreamEvents(options.Events));
        return options;
    }
}
