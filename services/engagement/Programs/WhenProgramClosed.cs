using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Programs;

/// <summary>A program closed. The subscription that follows this event closes its mentorships.</summary>
public sealed class WhenProgramClosed(EventStreams events) : IConsumer<ProgramClosed>
{
    public Task Consume(ConsumeContext<ProgramClosed> context) =>
        events.Update<OfferedProgram, ProgramEvent>(
            context.Message.Program,
            OfferedProgram.Evolve,
            program => Decide(program, context.Message),
            context.CancellationToken
        );

    public static ProgramEvent[] Decide(OfferedProgram? program, ProgramClosed message) =>
        program is { Ended: true } ? [] : [new ProgramEnded(new(message.Program), message.At)];
}
