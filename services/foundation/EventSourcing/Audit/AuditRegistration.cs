using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing;

public static class AuditRegistration
{
    /// <summary>Adds the trail of all events and the records of reads to what a service stores.</summary>
    public static void AddAuditTrail(this StoreOptions options)
    {
        options.Stream<ReadsOfDay>(events => events.Event<PersonalDataRead>("personal_data_read"));
        options.Projections.Add(new AuditTrailProjection(), ProjectionLifecycle.Async);
    }

    /// <summary>Adds the search of the trail, and the chain with its verification.</summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="key">32 bytes, the same for all replicas and not in the database. It signs the heads.</param>
    public static void AddAudit(this IServiceCollection services, Func<IServiceProvider, byte[]> key)
    {
        services.AddSingleton(provider => new AuditKey(new(() => key(provider))));
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditChainCheck>();
        services.AddSubscription<AuditChain>();
    }
}
