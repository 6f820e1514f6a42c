using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A request to connect was declined or withdrawn, or expired: no answer is asked for any more.</summary>
public sealed class WhenConnectionRequestEnded(EventStreams events, NoticeWriter notices)
    : IConsumer<ConnectionRequestEnded>
{
    public Task Consume(ConsumeContext<ConnectionRequestEnded> context)
    {
        var ended = context.Message;
        var asked = NoticeId.Of(NoticeKind.ConnectionRequested, ended.Connection, new(ended.To));
        return events.Update(writes => notices.Settle(writes, asked, new(ended.To)), context.CancellationToken);
    }
}
