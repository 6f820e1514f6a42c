using MassTransit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A person is asked to connect, and hears so.</summary>
public sealed class WhenConnectionRequested(EventStreams events, NoticeWriter notices) : IConsumer<ConnectionRequested>
{
    public Task Consume(ConsumeContext<ConnectionRequested> context) =>
        events.Update(
            writes =>
            {
                var request = context.Message;
                return notices.Raise(
                    writes,
                    new(
                        NoticeKind.ConnectionRequested,
                        new(request.To),
                        Program: null,
                        request.Connection,
                        request.AnswerUntil
                    )
                );
            },
            context.CancellationToken
        );
}
