using JasperFx.Events;

namespace PeerNetwork.Testing;

/// <summary>
/// Events with metadata, as Marten passes them to projections, subscriptions and the mapping to contracts.
/// </summary>
public static class TestEvents
{
    /// <param name="data">The event itself.</param>
    /// <param name="version">Its version in its stream.</param>
    public static IEvent Of(object data, long version, Guid stream = default)
    {
        var e = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(data.GetType()), data)!;
        (e.Version, e.StreamId) = (version, stream);
        return e;
    }
}
