using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PeerNetwork.EventSourcing;

public static class SubscriptionRegistration
{
    /// <summary>Adds a subscription to the events of this service. The container creates it.</summary>
    public static IServiceCollection AddSubscription<T>(this IServiceCollection services)
        where T : SubscriptionBase
    {
        services.TryAddSingleton<T>();
        return services.ConfigureMarten(
            (provider, options) =>
                options.Events.Subscribe(
                    new CheckedSubscription(
                        provider.GetRequiredService<T>(),
                        provider.GetRequiredService<EventDatabase>()
                    )
                )
        );
    }

    /// <summary>A scope in which this event is the cause of everything that is written.</summary>
    public static AsyncServiceScope CreateScopeFor(this IServiceScopeFactory scopes, JasperFx.Events.IEvent cause)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditContext>().Metadata = EventMetadata.CausedBy(cause);
        return scope;
    }
}
