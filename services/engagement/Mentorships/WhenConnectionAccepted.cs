using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>Two people connected by themselves: their relationship starts, under the id of the request.</summary>
public sealed class WhenConnectionAccepted(EventStreams events) : IConsumer<ConnectionAccepted>
{
    public Task Consume(ConsumeContext<ConnectionAccepted> context) =>
        events.Update<Mentorship, MentorshipEvent>(
            context.Message.Connection,
            Mentorship.Evolve,
            mentorship => Decide(mentorship, context.Message),
            context.CancellationToken
        );

    public static MentorshipEvent[] Decide(Mentorship? mentorship, ConnectionAccepted c) =>
        mentorship is not null
            ? []
            :
            [
                new MentorshipStarted(
                    new(c.Connection),
                    Program: null,
                    c.SiteCode,
                    RelationshipKind.Organic,
                    [new(new(c.From), MemberRole.Peer), new(new(c.To), MemberRole.Peer)],
                    c.At
                ),
            ];
}
