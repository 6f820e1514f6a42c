using JasperFx.Events;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Messaging;

/// <summary>Connects a service to RabbitMQ. All services use it.</summary>
public static class MessagingRegistration
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100),
        MaxInterval = TimeSpan.FromSeconds(10),
        IntervalDelta = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Publishes the events of this service to RabbitMQ, and consumes the messages of other services; each message
    /// takes effect once. Queues are quorum queues named <c>{service}-{consumer}</c>. A message that still fails after
    /// the retries goes to <c>{queue}_error</c>, with the reason in its headers. Operators can list and replay it
    /// there.
    /// </summary>
    /// <param name="builder">The host; configuration <c>ConnectionStrings:rabbitmq</c> is an <c>amqp://</c> URI,
    /// <c>Messaging:Retries</c> how often a consumer tries again (6 times, in about twelve seconds).</param>
    /// <param name="service">The service's name, the prefix of its queues.</param>
    /// <param name="consumers">Adds the consumers.</param>
    /// <param name="published">The contracts to publish for a stored event; empty for most events.</param>
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

        // After two missed heartbeats a dead connection is closed. Until then it looks open.
        var heartbeat = builder.Configuration.GetValue("Messaging:Heartbeat", TimeSpan.FromSeconds(10));
        var retries = builder.Configuration.GetValue("Messaging:Retries", 6);
        var names = new KebabCaseEndpointNameFormatter(service, includeNamespace: false);
        builder.Services.AddSingleton(_ => new MessageCatalog(
            published,
            [.. ConsumerTypes(builder.Services).Select(c => MessageCatalog.DescribeConsumer(c, names))]
        ));
        builder.Services.AddSingleton<IMessageCatalog>(provider => provider.GetRequiredService<MessageCatalog>());
        builder.Services.AddSubscription<Relay>();
        builder.AddBrokerOperations(address);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            // BrokerHealthCheck takes its place in readiness.
            bus.ConfigureHealthCheckOptions(check => check.Tags.Remove(Health.Ready));
            bus.SetEndpointNameFormatter(names);
            bus.AddConfigureEndpointsCallback(
                (context, queue, endpoint) =>
                    ConfigureEndpoint((IRabbitMqReceiveEndpointConfigurator)endpoint, queue, retries, context)
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
                            // A stop waits for this time if the connection is lost.
                            host.ContinuationTimeout(TimeSpan.FromSeconds(5));
                        }
                    );
                    rabbit.SendTopology.ConfigureErrorSettings = Topology.UseErrorQueue;
                    rabbit.ConfigureEndpoints(context);
                }
            );
        });
    }

    /// <summary>Adds the health check of the broker and the endpoints for operators.</summary>
    private static void AddBrokerOperations(this IHostApplicationBuilder builder, Uri address)
    {
        builder.Services.AddSingleton(new BrokerConnectionFactory(address));
        builder.Services.AddSingleton<BrokerHealthCheck>();
        builder.Services.AddHealthChecks().AddCheck<BrokerHealthCheck>("broker", tags: [Health.Ready]);
        builder.Services.AddSingleton<DeadLetters>();
        builder.Services.AddSingleton<DeadLetterMetrics>();
        builder.Services.AddHealthChecks().AddCheck<DeadLetterMetrics>("dead-letters");
        builder.Services.AddSingleton(new OperationsRoutes(DeadLetterRoutes.Map));
        builder.Services.AddSingleton(new OperationsRoutes(RelayRoutes.Map));
    }

    private static IEnumerable<Type> ConsumerTypes(IServiceCollection services) =>
        services
            .Select(s => s.ServiceType)
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IConsumer)))
            .Distinct();

    private static void ConfigureEndpoint(
        IRabbitMqReceiveEndpointConfigurator endpoint,
        string queue,
        int retries,
        IRegistrationContext context
    )
    {
        endpoint.UseQuorumQueue(queue);
        endpoint.UseChannelWorkaround();
        // Without this, a message without a consumer goes to a queue <c>_skipped</c>, which has no monitoring.
        endpoint.ThrowOnSkippedMessages();
        endpoint.UseDatabaseRetry();
        // MassTransit adds random jitter of up to a fifth to these intervals, so that consumers do not retry all at
        // once.
        endpoint.UseMessageRetry(retry =>
        {
            retry.IgnoreDatabaseOutages();
            retry.Exponential(retries, MinInterval, MaxInterval, IntervalDelta);
        });
        endpoint.UseConsumeFilter(typeof(InboxFilter<>), context);
    }
}
