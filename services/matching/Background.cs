using PeerNetwork.EventStore;

namespace PeerNetwork.Matching;

internal static class Background
{
    /// <summary>A scope in which all that is written counts as following from this event.</summary>
    public static AsyncServiceScope CreateScopeFor(this IServiceScopeFactory scopes, StoredEvent cause)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<EventContext>().Metadata = cause.Metadata with
        {
            Actor = null,
            OnBehalfOf = null,
            CausationId = $"{cause.Id}",
        };
        return scope;
    }
}
