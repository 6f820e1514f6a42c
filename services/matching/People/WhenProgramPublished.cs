using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.Matching.People;

/// <summary>Enrollment said how a program is now; what is older than what we know is passed over.</summary>
public sealed class WhenProgramPublished(IDocumentSession session) : IConsumer<ProgramPublished>
{
    public async Task Consume(ConsumeContext<ProgramPublished> context)
    {
        var known = await session.LoadAsync<MentoringProgram>(context.Message.Program, context.CancellationToken);
        if (Decide(known, context.Message) is { } program)
            session.UpdateRevision(program, program.Revision + 1);
    }

    /// <returns>Null where as much is known already.</returns>
    public static MentoringProgram? Decide(MentoringProgram? known, ProgramPublished m) =>
        m.Version <= known?.Version
            ? null
            : (known ?? MentoringProgram.Unknown(m.Program)) with
            {
                Version = m.Version,
                Name = m.Name,
                SiteCodes = m.SiteCodes,
                Starts = m.Starts,
                Ends = m.Ends,
            };
}
