using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Engagement.Roadmaps;

namespace PeerNetwork.Engagement.Programs;

/// <summary>A program was published or changed: its name, its dates and its roadmap.</summary>
public sealed class WhenProgramPublished(IDocumentSession session) : IConsumer<ProgramPublished>
{
    public async Task Consume(ConsumeContext<ProgramPublished> context)
    {
        var known = await session.LoadAsync<ProgramReplica>(context.Message.Program, context.CancellationToken);
        if (Decide(known, context.Message) is not { } program)
            return;
        session.UpdateRevision(program, program.Revision + 1);
        if (known is null && program.Roadmap is not null)
            session.Events.Append(program.Id, new ProgramDescribed(new(program.Id), context.Message.At));
    }

    /// <returns>Null where the replica is as new as the message, or newer.</returns>
    public static ProgramReplica? Decide(ProgramReplica? known, ProgramPublished m) =>
        m.Version <= known?.Version
            ? null
            : (known ?? new(m.Program)) with
            {
                Version = m.Version,
                Name = m.Name,
                Starts = m.Starts,
                Ends = m.Ends,
                Roadmap = m.Roadmap is { } roadmap
                    ? new(
                        Enum.Parse<RoadmapMode>(roadmap.Mode, ignoreCase: true),
                        [.. roadmap.Steps.Select(s => new ProgramStep(s.Title, s.Week, s.Agenda, s.Assessment))]
                    )
                    : null,
            };
}
