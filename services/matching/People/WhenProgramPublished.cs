using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>Enrollment said how a program is now; what is older than what we know is passed over.</summary>
public sealed class WhenProgramPublished(EventStreams events) : IConsumer<ProgramPublished>
{
    public Task Consume(ConsumeContext<ProgramPublished> context) =>
        events.Update<MentoringProgram, ProgramEvent>(
            context.Message.Program,
            MentoringProgram.Evolve,
            program => Decide(program, context.Message),
            context.CancellationToken
        );

    public static ProgramEvent[] Decide(MentoringProgram? known, ProgramPublished said) =>
        known?.Version >= said.Version
            ? []
            :
            [
                new ProgramNoted(
                    new(said.Program),
                    said.Version,
                    said.Name,
                    said.SiteCodes,
                    said.Starts,
                    said.Ends,
                    said.At
                ),
            ];
}
