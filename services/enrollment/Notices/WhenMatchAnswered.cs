using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>
/// A member accepted, and is asked for nothing any more; or is not in a proposed group any more, and hears so where it
/// was not the member's own choice.
/// </summary>
public sealed class WhenMatchAnswered(EventStreams events, NoticeWriter notices) : IConsumer<MatchAnswered>
{
    public Task Consume(ConsumeContext<MatchAnswered> context) =>
        events.Update(
            async writes =>
            {
                var answered = context.Message;
                var proposed = await notices.SettleProposal(writes, answered.Match, new(answered.Person));
                if (answered.Answer is not ("accepted" or "declinedByMentee" or "withdrawn") && proposed is not null)
                    await notices.Raise(
                        writes,
                        new(NoticeKind.MatchEnded, proposed.Person, proposed.Program, answered.Match)
                    );
            },
            context.CancellationToken
        );
}
