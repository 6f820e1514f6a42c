using Marten;
using Marten.Events;

namespace PeerNetwork.EventSourcing;

/// <summary>Lists the events of a stream, each with the name under which it is stored.</summary>
public sealed class StreamEvents
{
    private readonly IEventStoreOptions _options;

    internal StreamEvents(IEventStoreOptions options) => _options = options;

    /// <summary>
    /// Stores <typeparamref name="TEvent"/> under this snake_case name, which never follows a rename in the code.
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
    /// <summary>Names the events that may stand in the streams of one kind.</summary>
    /// <typeparam name="TState">The state that these streams fold into.</typeparam>
    public static StoreOptions Stream<TState>(this StoreOptions options, Action<StreamEvents> events)
        where TState : class
    {
        events(new StreamEvents(options.Events));
        return options;
    }
}
