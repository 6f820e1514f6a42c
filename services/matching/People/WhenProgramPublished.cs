using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.Matching.People;

/// <summary>Enrollment published a program. A version that is not newer than the replica is ignored.</summary>
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
            : (known ?? ProgramReplica.Unknown(m.Program)) with
            {
                Version = m.Version,
                Name = m.Name,
                SiteCodes = m.SiteCodes,
                Starts = m.Starts,
                Ends = m.Ends,
                AnswerWithinDays = m.AnswerWithinDays,
            };
}
