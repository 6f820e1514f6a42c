using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Connections;

/// <summary>A request that is not answered in time expires.</summary>
public sealed class ConnectionAnswerRule() : DeadlineRule("connection_answer")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            ConnectionRequested r => [new(e.StreamId, e.StreamId, r.AnswerUntil)],
            ConnectionAccepted or ConnectionRequestEnded => [new(e.StreamId, e.StreamId, null)],
            _ => [],
        };

    public override Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now) =>
        writes.UpdateConnection(deadline.Stream, connection => Decide(connection, now));

    public static ConnectionEvent[] Decide(Connection? connection, DateTimeOffset now) =>
        connection is { } c && c.Request.AnswerUntil <= now ? c.EndRequest(ConnectionState.Expired, now) : [];
}
