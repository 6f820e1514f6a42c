using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A mentorship ended: its members hear so, without the reason.</summary>
/// <remarks>A queue is named after its consumer, and WhenMentorshipClosed invites mentors.</remarks>
public sealed class TellOfClosedMentorship(EventStreams events, NoticeWriter notices) : IConsumer<MentorshipClosed>
{
    public Task Consume(ConsumeContext<MentorshipClosed> context) =>
        events.Update(
            async writes =>
            {
                var closed = context.Message;
                foreach (var member in closed.Members)
                    await notices.Raise(
                        writes,
                        new(NoticeKind.MentorshipClosed, new(member.Person), new(closed.Program), closed.Mentorship)
                    );
            },
            context.CancellationToken
        );
}
