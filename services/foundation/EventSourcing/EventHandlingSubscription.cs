using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing;

/// <summary>Handles each event of some types, one after the other, in a scope that the event has caused.</summary>
/// <remarks>After a crash it handles the same events again: the same decision must then change nothing.</remarks>
public abstract class EventHandlingSubscription : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Dictionary<Type, Func<object, IServiceProvider, CancellationToken, Task>> _handlers = [];

    /// <param name="name">A stable snake_case name: the name of the shard.</param>
    protected EventHandlingSubscription(string name, IServiceScopeFactory scopes)
    {
        Name = name;
        _scopes = scopes;
    }

    public sealed override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in page.Events)
        {
            await using var scope = _scopes.CreateScopeFor(e);
            await _handlers[e.Data.GetType()](e.Data, scope.ServiceProvider, cancellationToken);
        }

        return NullChangeListener.Instance;
    }

    /// <summary>Says what is done with an event of this type. No other type of events is read.</summary>
    /// <param name="handle">Gets the event, and the services of its scope.</param>
    protected void Handle<T>(Func<T, IServiceProvider, CancellationToken, Task> handle)
        where T : class
    {
        IncludeType<T>();
        _handlers.Add(typeof(T), (data, services, ct) => handle((T)data, services, ct));
    }
}
