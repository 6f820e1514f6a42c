using RabbitMQ.Client;

namespace PeerNetwork.Messaging;

/// <summary>The connection of MassTransit to the broker.</summary>
/// <remarks>
/// MassTransit 8.5.12 declares an exchange once for each connection, and all messages of its type wait for that. When
/// the answer of the broker is lost while the connection stays open, they wait for ever.
/// </remarks>
internal sealed class BusConnection
{
    private volatile ITcpClient? _newest;

    /// <summary>Keeps the socket of each connection that MassTransit opens.</summary>
    public Task Watch(ConnectionFactory factory)
    {
        factory.SocketFactory = family => _newest = ConnectionFactoryBase.DefaultSocketFactory(family);
        return Task.CompletedTask;
    }

    /// <summary>Closes the connection. MassTransit opens another one, and declares all exchanges again.</summary>
    public void Close() => _newest?.Close();
}
