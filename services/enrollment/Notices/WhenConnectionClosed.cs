using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>The relationship of two who had connected ended: both hear so, without the reason.</summary>
public sealed class WhenConnectionClosed(EventStreams events, NoticeWriter notices) : IConsumer<ConnectionClosed>
{
    public Task Consume(ConsumeContext<ConnectionClosed> context) =>
        events.Update(
            async writes =>
            {
                var closed = context.Message;
                foreach (var member in closed.Members)
                    await notices.Raise(
                        writes,
                        new(NoticeKind.MentorshipClosed, new(member.Person), Program: null, closed.Connection)
                    );
            },
            context.CancellationToken
        );
}
