using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>All members of a match said yes: their mentorship starts, under the id of the match.</summary>
public sealed class WhenMatchConfirmed(EventStreams events) : IConsumer<MatchConfirmed>
{
    public Task Consume(ConsumeContext<MatchConfirmed> context) =>
        events.Update<Mentorship, MentorshipEvent>(
            context.Message.Match,
            Mentorship.Evolve,
            mentorship => Decide(mentorship, context.Message),
            context.CancellationToken
        );

    public static MentorshipEvent[] Decide(Mentorship? mentorship, MatchConfirmed m) =>
        mentorship is not null
            ? []
            :
            [
                new MentorshipStarted(
                    new(m.Match),
                    new(m.Program),
                    m.SiteCode,
                    Enum.Parse<RelationshipKind>(m.Kind, ignoreCase: true),
                    [.. m.Members.Select(Member.From)],
                    m.At
                ),
            ];
}
