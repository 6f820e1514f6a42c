using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A request to connect was accepted: the person who asked hears that the relationship begins.</summary>
public sealed class WhenConnectionAccepted(EventStreams events, NoticeWriter notices) : IConsumer<ConnectionAccepted>
{
    public Task Consume(ConsumeContext<ConnectionAccepted> context) =>
        events.Update(
            async writes =>
            {
                var accepted = context.Message;
                var asked = NoticeId.Of(NoticeKind.ConnectionRequested, accepted.Connection, new(accepted.To));
                await notices.Settle(writes, asked, new(accepted.To));
                await notices.Raise(
                    writes,
                    new(NoticeKind.ConnectionAccepted, new(accepted.From), Program: null, accepted.Connection)
                );
            },
            context.CancellationToken
        );
}
