using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net.Security;
using System.Security.Authentication;
using JasperFx.Events;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Messaging;

/// <summary>Where the broker is: in the section <c>ConnectionStrings</c>.</summary>
public sealed class BrokerSettings
{
    [ConfigurationKeyName("rabbitmq")]
    [Required]
    [Secret]
    [Address("amqp", "amqps")]
    [Description("The broker and its virtual host: amqp://user:password@host:5672/vhost, or amqps:// with TLS.")]
    public Uri? Address { get; set; }
}

public sealed class MessagingSettings
{
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "a time from {1} to {2}")]
    [Description("The heartbeat of connections to the broker: after two missed ones a connection is closed.")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    [Range(0, 100, ErrorMessage = "a whole number from {1} to {2}")]
    [Description("How often a consumer tries a message again before it is set aside; 6 take about twelve seconds.")]
    public int Retries { get; set; } = 6;

    [CertificateFile]
    [Description("The private certificate authority of the broker, where the machine does not trust it already.")]
    public string? CertificateAuthority { get; set; }
}

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
    /// <param name="service">The service's name, the prefix of its queues.</param>
    /// <param name="consumers">Adds the consumers.</param>
    /// <param name="published">The contracts to publish for a stored event; empty for most events.</param>
    /// <param name="consumersElsewhere">Consumers that only other processes of the service run. Their queues are
    /// declared here too, so that no message is lost before such a process starts.</param>
    public static void AddMessaging(
        this IHostApplicationBuilder builder,
        string service,
        Action<IBusRegistrationConfigurator> consumers,
        Func<IEvent, IEnumerable<object>> published,
        params Type[] consumersElsewhere
    )
    {
        var broker = builder.AddSettings<BrokerSettings>("ConnectionStrings");
        var settings = builder.AddSettings<MessagingSettings>("Messaging");
        var names = new KebabCaseEndpointNameFormatter(service, includeNamespace: false);
        var elsewhere = consumersElsewhere.Select(c => MessageCatalog.DescribeConsumer(c, names)).ToArray();
        builder.Services.AddSingleton(_ => new MessageCatalog(
            published,
            [.. ConsumerTypes(builder.Services).Select(c => MessageCatalog.DescribeConsumer(c, names)), .. elsewhere]
        ));
        builder.Services.AddSingleton<IMessageCatalog>(provider => provider.GetRequiredService<MessageCatalog>());
        builder.Services.AddSingleton(provider => new Lazy<IBus>(provider.GetRequiredService<IBus>));
        builder.Services.AddSingleton<BusConnection>();
        builder.Services.AddSubscription<Relay>();
        builder.AddBrokerOperations();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            // BrokerHealthCheck takes its place in readiness.
            bus.ConfigureHealthCheckOptions(check => check.Tags.Remove(Health.Ready));
            bus.SetEndpointNameFormatter(names);
            bus.AddConfigureEndpointsCallback(
                (context, queue, endpoint) =>
                    ConfigureEndpoint((IRabbitMqReceiveEndpointConfigurator)endpoint, queue, settings.Retries, context)
            );
            consumers(bus);
            bus.UsingRabbitMq(
                (context, rabbit) =>
                {
                    rabbit.Host(
                        // Health checks and commands build the bus, but never start it without an address.
                        broker.Address
                            ?? new("amqp://localhost"),
                        host =>
                        {
                            host.Heartbeat(settings.Heartbeat);
                            host.OnRefreshConnectionFactory = context.GetRequiredService<BusConnection>().Watch;
                            // A stop waits for this time if the connection is lost.
                            host.ContinuationTimeout(TimeSpan.FromSeconds(5));
                            if (broker.Address is { Scheme: "amqps" } address)
                                host.UseSsl(tls => UseTls(tls, address, settings.CertificateAuthority));
                        }
                    );
                    rabbit.SendTopology.ConfigureErrorSettings = Topology.UseErrorQueue;
                    foreach (var (queue, contract) in elsewhere)
                        rabbit.DeclareQuorumQueue(queue, contract);
                    rabbit.ConfigureEndpoints(context);
                }
            );
        });
    }

    /// <summary>The system chooses the version of TLS. The certificate must be valid for the host's name.</summary>
    private static void UseTls(IRabbitMqSslConfigurator tls, Uri address, string? authority)
    {
        tls.Protocol = SslProtocols.None;
        tls.ServerName = address.Host;
        tls.EnforcePolicyErrors(
            SslPolicyErrors.RemoteCertificateChainErrors
                | SslPolicyErrors.RemoteCertificateNameMismatch
                | SslPolicyErrors.RemoteCertificateNotAvailable
        );
        if (authority is { Length: > 0 })
            tls.CertificateValidationCallback = CertificateAuthority.ValidatorFor(authority);
    }

    /// <summary>Adds the health check of the broker and the endpoints for operators.</summary>
    private static void AddBrokerOperations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BrokerConnectionFactory>();
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
