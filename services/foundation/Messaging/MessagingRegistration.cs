using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.EventStore;

namespace PeerNetwork.Messaging;

/// <summary>The one way in which a service takes part in the exchange of events.</summary>
public static class MessagingRegistration
{
    private const int Prefetch = 32, Concurrency = 4, Retries = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(10), PauseStep = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Relays this service's events to RabbitMQ and consumes those of others, each message once to effect. Queues are quorum queues
    /// named <c>{service}-{consumer}</c>; what still fails after the retries goes to <c>{queue}_error</c> with its reason in the headers.
    /// </summary>
    /// <param name="builder">The host; configuration <c>ConnectionStrings:rabbitmq</c> is an <c>amqp://</c> URI.</param>
    /// <param name="service">The service's name, the prefix of its queues.</param>
    /// <param name="consumers">Adds the consumers.</param>
    /// <param name="published">The contracts that a stored event means to others; none for most.</param>
    /// <exception cref="InvalidOperationException">The broker is not configured.</exception>
    public static void AddMessaging(
        this IHostApplicationBuilder builder, string service, Action<IBusRegistrationConfigurator> consumers, Func<StoredEvent, IEnumerable<object>> published)
    {
        var broker = builder.Configuration.GetConnectionString("rabbitmq")
            ?? throw new InvalidOperationException("ConnectionStrings:rabbitmq is not configured: give the amqp:// URI of the broker.");

        var names = new KebabCaseEndpointNameFormatter(service, includeNamespace: false);
        builder.Services.AddSingleton(_ => new Correspondence(published, [.. Consumers(builder.Services).Select(c => Correspondence.ReceiverOf(c, names))]));
        builder.Services.AddSingleton<ICorrespondence>(provider => provider.GetRequiredService<Correspondence>());
        builder.Services.AddSubscription(provider => new Relay(provider.GetRequiredService<Correspondence>(), provider.GetRequiredService<IBus>()));
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(names);
            bus.AddConfigureEndpointsCallback((context, _, endpoint) => Configure(endpoint, context));
            consumers(bus);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(broker));
                rabbit.ConfigureEndpoints(context);
            });
        });
    }

    private static IEnumerable<Type> Consumers(IServiceCollection services) =>
        services.Select(s => s.ServiceType).Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IConsumer))).Distinct();

    private static void Configure(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit) rabbit.SetQuorumQueue();
        endpoint.PrefetchCount = Prefetch;
        endpoint.ConcurrentMessageLimit = Concurrency;
        // MassTransit spreads these pauses at random by a fifth, so that consumers do not come back all at once.
        endpoint.UseMessageRetry(retry => retry.Exponential(Retries, FirstPause, LongestPause, PauseStep));
        endpoint.UseConsumeFilter(typeof(InboxFilter<>), context);
    }
}
