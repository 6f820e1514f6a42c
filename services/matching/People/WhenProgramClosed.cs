using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>A program came to its end: nobody is matched in it any more.</summary>
public sealed class WhenProgramClosed(EventStreams events) : IConsumer<ProgramClosed>
{
    public Task Consume(ConsumeContext<ProgramClosed> context) =>
        events.Update<MentoringProgram, ProgramEvent>(
            context.Message.Program,
            MentoringProgram.Evolve,
            program => Decide(program, context.Message),
            context.CancellationToken
        );

    public static ProgramEvent[] Decide(MentoringProgram? known, ProgramClosed said) =>
        known is { Ended: true } ? [] : [new ProgramEnded(new(said.Program), said.At)];
}
