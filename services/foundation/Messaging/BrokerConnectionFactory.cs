using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using PeerNetwork.ServiceDefaults;
using RabbitMQ.Client;

namespace PeerNetwork.Messaging;

/// <summary>Opens connections to RabbitMQ for health checks and operations, which MassTransit does not cover.</summary>
internal sealed class BrokerConnectionFactory(IOptions<BrokerSettings> broker, IOptions<MessagingSettings> messaging)
{
    /// <summary>
    /// A connection without automatic recovery. A caller whose connection has closed opens a new one.
    /// </summary>
    public Task<IConnection> CreateConnection(CancellationToken ct)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker.Value.Address!,
            ClientProvidedName = "operations",
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        };
        // The client would accept a certificate for any name.
        factory.Ssl.AcceptablePolicyErrors = SslPolicyErrors.None;
        factory.Ssl.ServerName = factory.HostName;
        factory.Ssl.Version = SslProtocols.None;
        if (messaging.Value.CertificateAuthority is { Length: > 0 } file)
            factory.Ssl.CertificateValidationCallback = CertificateAuthority.ValidatorFor(file);
        return factory.CreateConnectionAsync(ct);
    }
}
