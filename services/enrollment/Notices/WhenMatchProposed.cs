using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A match is proposed: its members are asked for an answer, and reminded before the time is over.</summary>
public sealed class WhenMatchProposed(EventStreams events, NoticeWriter notices) : IConsumer<MatchProposed>
{
    private static readonly TimeSpan ReminderBeforeEnd = TimeSpan.FromDays(2);

    public Task Consume(ConsumeContext<MatchProposed> context) =>
        events.Update(
            async writes =>
            {
                foreach (var member in context.Message.Members)
                    await notices.Raise(writes, DraftOf(context.Message, member.Person));
            },
            context.CancellationToken
        );

    /// <remarks>Where the time to answer is short, the person is reminded when half of it is over.</remarks>
    public static NoticeDraft DraftOf(MatchProposed match, Guid person)
    {
        var half = (match.AnswerUntil - match.At) / 2;
        return new(
            NoticeKind.MatchProposed,
            new(person),
            new(match.Program),
            match.Match,
            match.AnswerUntil,
            match.AnswerUntil - (half < ReminderBeforeEnd ? half : ReminderBeforeEnd)
        );
    }
}
