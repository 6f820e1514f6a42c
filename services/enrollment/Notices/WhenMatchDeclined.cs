using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A proposal ended: those of its members hear so who did not end it themselves.</summary>
public sealed class WhenMatchDeclined(EventStreams events, NoticeWriter notices) : IConsumer<MatchDeclined>
{
    public Task Consume(ConsumeContext<MatchDeclined> context) =>
        events.Update(
            async writes =>
            {
                var match = context.Message;
                foreach (var person in match.Members.Select(member => member.Person))
                {
                    await notices.SettleProposal(writes, match.Match, new(person));
                    if (!HasEnded(match, person))
                        await notices.Raise(
                            writes,
                            new(NoticeKind.MatchEnded, new(person), new(match.Program), match.Match)
                        );
                }
            },
            context.CancellationToken
        );

    /// <summary>Whether the person declined, or takes part in the program no more.</summary>
    public static bool HasEnded(MatchDeclined match, Guid person) =>
        match.Reason is "declinedByMentor" or "declinedByMentee" or "declinedByPeer" or "withdrawn"
        && match.By.Contains(person);
}
