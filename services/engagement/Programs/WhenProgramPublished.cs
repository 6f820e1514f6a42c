using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Programs;

/// <summary>A program was published or changed: its name, its dates and the cadence that it asks of pairs.</summary>
public sealed class WhenProgramPublished(EventStreams events) : IConsumer<ProgramPublished>
{
    public Task Consume(ConsumeContext<ProgramPublished> context) =>
        events.Update<OfferedProgram, ProgramEvent>(
            context.Message.Program,
            OfferedProgram.Evolve,
            program => Decide(program, context.Message),
            context.CancellationToken
        );

    public static ProgramEvent[] Decide(OfferedProgram? program, ProgramPublished m) =>
        m.Version <= (program?.Version ?? 0)
            ? []
            : [new ProgramLearned(new(m.Program), m.Version, m.Name, m.Starts, m.Ends, m.MeetingEveryDays, m.At)];
}
