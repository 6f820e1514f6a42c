using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>All accepted: the members hear that their mentorship begins.</summary>
public sealed class WhenMatchConfirmed(EventStreams events, NoticeWriter notices) : IConsumer<MatchConfirmed>
{
    public Task Consume(ConsumeContext<MatchConfirmed> context) =>
        events.Update(
            async writes =>
            {
                var match = context.Message;
                foreach (var member in match.Members)
                {
                    await notices.SettleProposal(writes, match.Match, new(member.Person));
                    await notices.Raise(
                        writes,
                        new(NoticeKind.MatchConfirmed, new(member.Person), new(match.Program), match.Match)
                    );
                }
            },
            context.CancellationToken
        );
}
