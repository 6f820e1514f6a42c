using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>The relationship of two who had connected ended: the time of both is free again.</summary>
public sealed class WhenConnectionClosed(EventStreams events) : IConsumer<ConnectionClosed>
{
    public Task Consume(ConsumeContext<ConnectionClosed> context) =>
        events.Update(
            writes =>
                writes.UpdateConnection(context.Message.Connection, connection => Decide(connection, context.Message)),
            context.CancellationToken
        );

    public static ConnectionEvent[] Decide(Connection? connection, ConnectionClosed closed) =>
        connection is { State: ConnectionState.Accepted } c
            ? [new ConnectionEnded(c.Id, c.Request.From, c.Request.To, closed.Outcome, closed.At)]
            : [];
}
