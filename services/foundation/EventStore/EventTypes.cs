using System.Text.Json;

namespace PeerNetwork.EventStore;

/// <summary>The stored names of streams and events. A name is registered by hand and never follows a rename in the code.</summary>
public sealed class EventTypes
{
    private readonly Dictionary<string, Func<byte[], JsonSerializerOptions, object>> _readers = [];
    private readonly Dictionary<Type, string> _eventNames = [];
    private readonly Dictionary<Type, string> _dotnetNames = [];
    private readonly Dictionary<Type, string> _streamNames = [];

    /// <summary>All registered event types with their stored names, for tests that pin the stored form.</summary>
    public IReadOnlyDictionary<Type, string> Events => _eventNames;

    /// <exception cref="InvalidOperationException">The event type was not registered.</exception>
    public string NameOf(Type eventType) =>
        _eventNames.TryGetValue(eventType, out var name)
            ? name
            : throw new InvalidOperationException(
                $"{eventType} is stored under no name. Register it with Stream(…, s => s.Event<{eventType.Name}>(…))."
            );

    /// <summary>"Namespace.Type, Assembly", as Marten writes it. We never read it.</summary>
    internal string DotnetNameOf(Type eventType) => _dotnetNames[eventType];

    /// <exception cref="InvalidOperationException">The state type was not registered.</exception>
    public string StreamNameOf(Type state) =>
        _streamNames.TryGetValue(state, out var name)
            ? name
            : throw new InvalidOperationException(
                $"{state} is the state of no registered stream. Register it with Stream<{state.Name}>(…)."
            );

    /// <exception cref="InvalidOperationException">Nothing is registered under this name.</exception>
    internal object Read(string name, byte[] json, JsonSerializerOptions options) =>
        _readers.TryGetValue(name, out var reader)
            ? reader(json, options)
            : throw new InvalidOperationException(
                $"The store holds an event '{name}' that this version of the service does not know."
            );

    internal void AddStream(Type state, string name) => _streamNames.Add(state, name);

    internal void AddEvent<TEvent>(string name)
        where TEvent : notnull
    {
        _eventNames.Add(typeof(TEvent), name);
        _dotnetNames.Add(typeof(TEvent), $"{typeof(TEvent).FullName}, {typeof(TEvent).Assembly.GetName().Name}");
        _readers.Add(name, (json, options) => Parse<TEvent>(json, options));
    }

    internal void AddUpcast<TOld, TEvent>(string name, Func<TOld, TEvent> upcast)
        where TOld : notnull
        where TEvent : notnull => _readers.Add(name, (json, options) => upcast(Parse<TOld>(json, options)));

    private static T Parse<T>(byte[] json, JsonSerializerOptions options)
        where T : notnull =>
        JsonSerializer.Deserialize<T>(json, options) ?? throw new JsonException($"A stored {typeof(T)} is null.");
}

/// <summary>Names the events of one stream.</summary>
public sealed class StreamBuilder
{
    private readonly EventTypes _types;

    internal StreamBuilder(EventTypes types) => _types = types;

    /// <summary>Stores <typeparamref name="TEvent"/> under this snake_case name, for good.</summary>
    public StreamBuilder Event<TEvent>(string name)
        where TEvent : notnull
    {
        _types.AddEvent<TEvent>(name);
        return this;
    }

    /// <summary>Reads events stored under an older name in an older shape as today's <typeparamref name="TEvent"/>.</summary>
    public StreamBuilder Upcast<TOld, TEvent>(string name, Func<TOld, TEvent> upcast)
        where TOld : notnull
        where TEvent : notnull
    {
        _types.AddUpcast(name, upcast);
        return this;
    }
}
