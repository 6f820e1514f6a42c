using JasperFx.Events;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Messaging;

/// <summary>The one way in which a service takes part in the exchange of events.</summary>
public static class MessagingRegistration
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100),
        LongestPause = TimeSpan.FromSeconds(10),
        PauseStep = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Relays this service's events to RabbitMQ and consumes those of others, each message once to effect. Queues are
    /// quorum queues named <c>{service}-{consumer}</c>; what still fails after the retries goes to <c>{queue}_error</c>
    /// with its reason in the headers, where operators see it and replay it.
    /// </summary>
    /// <param name="builder">The host; configuration <c>ConnectionStrings:rabbitmq</c> is an <c>amqp://</c> URI,
    /// <c>Messaging:Retries</c> how often a consumer tries again (6 times, in about twelve seconds).</param>
    /// <param name="service">The service's name, the prefix of its queues.</param>
    /// <param name="consumers">Adds the consumers.</param>
    /// <param name="published">The contracts that a stored event means to others; none for most.</param>
    /// <exception cref="InvalidOperationException">The broker is not configured.</exception>
    public static void AddMessaging(
        this IHostApplicationBuilder builder,
        string service,
        Action<IBusRegistrationConfigurator> consumers,
        Func<IEvent, IEnumerable<object>> published
    )
    {
        var address = new Uri(
            builder.Configuration.GetConnectionString("rabbitmq")
                ?? throw new InvalidOperationException(
                    "ConnectionStrings:rabbitmq is not configured: give the amqp:// URI of the broker."
                )
        );

        // Two missed ones end a connection whose other end is gone without a word; until then it looks alive.
        var heartbeat = builder.Configuration.GetValue("Messaging:Heartbeat", TimeSpan.FromSeconds(10));
        var retries = builder.Configuration.GetValue("Messaging:Retries", 6);
        var names = new KebabCaseEndpointNameFormatter(service, includeNamespace: false);
        builder.Services.AddSingleton(_ => new MessageCatalog(
            published,
            [.. Consumers(builder.Services).Select(c => MessageCatalog.ReceiverOf(c, names))]
        ));
        builder.Services.AddSingleton<IMessageCatalog>(provider => provider.GetRequiredService<MessageCatalog>());
        builder.Services.AddSubscription<Relay>();
        builder.AddCare(address);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(check => check.Tags.Remove(Health.Ready)); // Ours says the same in words for everybody.
            bus.SetEndpointNameFormatter(names);
            bus.AddConfigureEndpointsCallback(
                (context, queue, endpoint) =>
                    Configure((IRabbitMqReceiveEndpointConfigurator)endpoint, queue, retries, context)
            );
            consumers(bus);
            bus.UsingRabbitMq(
                (context, rabbit) =>
                {
                    rabbit.Host(
                        address,
                        host =>
                        {
                            host.Heartbeat(heartbeat);
                            host.ContinuationTimeout(TimeSpan.FromSeconds(5)); // So long a stop waits on a connection that is gone.
                        }
                    );
                    rabbit.SendTopology.ConfigureErrorSettings = Topology.UseErrorQueue;
                    rabbit.ConfigureEndpoints(context);
                }
            );
        });
    }

    /// <summary>What readiness and operators need to know of the broker.</summary>
    private static void AddCare(this IHostApplicationBuilder builder, Uri address)
    {
        builder.Services.AddSingleton(new Broker(address));
        builder.Services.AddSingleton<BrokerCheck>();
        builder.Services.AddHealthChecks().AddCheck<BrokerCheck>("broker", tags: [Health.Ready]);
        builder.Services.AddSingleton<DeadLetters>();
        builder.Services.AddSingleton(new OperationsRoutes(DeadLetterRoutes.Map));
        builder.Services.AddSingleton(new OperationsRoutes(RelayRoutes.Map));
    }

    private static IEnumerable<Type> Consumers(IServiceCollection services) =>
        services
            .Select(s => s.ServiceType)
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IConsumer)))
            .Distinct();

    private static void Configure(
        IRabbitMqReceiveEndpointConfigurator endpoint,
        string queue,
        int retries,
        IRegistrationContext context
    )
    {
        endpoint.UseQuorumQueue(queue);
        endpoint.UseChannelWorkaround();
        // A message for a consumer that there is no longer would else go to a queue that nobody looks at.
        endpoint.ThrowOnSkippedMessages();
        endpoint.WaitForDatabase();
        // MassTransit spreads these pauses at random by a fifth, so that consumers do not come back all at once.
        endpoint.UseMessageRetry(retry =>
        {
            retry.IgnoreOutages();
            retry.Exponential(retries, FirstPause, LongestPause, PauseStep);
        });
        endpoint.UseConsumeFilter(typeof(InboxFilter<>), context);
    }
}
