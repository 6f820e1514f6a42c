using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing;

public static class SubscriptionRegistration
{
    /// <summary>Adds a subscription to the events of this service, made by the container.</summary>
    public static IServiceCollection AddSubscription<T>(this IServiceCollection services)
        where T : SubscriptionBase =>
        services
            .AddSingleton<T>()
            .ConfigureMarten((provider, options) => options.Events.Subscribe(provider.GetRequiredService<T>()));

    /// <summary>A scope in which all that is written counts as following from this event.</summary>
    public static AsyncServiceScope CreateScopeFor(this IServiceScopeFactory scopes, JasperFx.Events.IEvent cause)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditContext>().Metadata = EventMetadata.CausedBy(cause);
        return scope;
    }
}
