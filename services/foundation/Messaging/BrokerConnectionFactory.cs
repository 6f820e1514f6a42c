using RabbitMQ.Client;

namespace PeerNetwork.Messaging;

/// <summary>Opens connections to RabbitMQ for health checks and operations, which MassTransit does not cover.</summary>
internal sealed class BrokerConnectionFactory(Uri address)
{
    /// <summary>
    /// A connection without automatic recovery. A caller whose connection has closed opens a new one.
    /// </summary>
    public Task<IConnection> CreateConnection(CancellationToken ct) =>
        new ConnectionFactory
        {
            Uri = address,
            ClientProvidedName = "operations",
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        }.CreateConnectionAsync(ct);
}
