using RabbitMQ.Client;

namespace PeerNetwork.Messaging;

/// <summary>The RabbitMQ that this service is given, for what MassTransit does not do: looking after it.</summary>
internal sealed class Broker(Uri address)
{
    /// <summary>A connection without a thought for recovery: who needs it longer opens another.</summary>
    public Task<IConnection> Connect(CancellationToken ct) =>
        new ConnectionFactory
        {
            Uri = address,
            ClientProvidedName = "operations",
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        }.CreateConnectionAsync(ct);
}
