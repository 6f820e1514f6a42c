using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.Engagement.Programs;

/// <summary>A program was published or changed: its name and its dates.</summary>
public sealed class WhenProgramPublished(IDocumentSession session) : IConsumer<ProgramPublished>
{
    public async Task Consume(ConsumeContext<ProgramPublished> context)
    {
        var known = await session.LoadAsync<ProgramReplica>(context.Message.Program, context.CancellationToken);
        if (Decide(known, context.Message) is { } program)
            session.UpdateRevision(program, program.Revision + 1);
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
            };
}
