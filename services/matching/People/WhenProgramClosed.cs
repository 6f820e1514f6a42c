using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Schedules;

namespace PeerNetwork.Matching.People;

/// <summary>A program ended. No more matches are made in it.</summary>
public sealed class WhenProgramClosed(IDocumentSession session, EventStreams events) : IConsumer<ProgramClosed>
{
    public async Task Consume(ConsumeContext<ProgramClosed> context)
    {
        var known = await session.LoadAsync<ProgramReplica>(context.Message.Program, context.CancellationToken);
        if (Decide(known, context.Message) is not { } program)
            return;
        session.UpdateRevision(program, program.Revision + 1);
        session.Events.Append(program.Id, new ProgramEnded(new(program.Id), context.Message.At));
        await events.Update<CoffeeSchedule, CoffeeScheduleEvent>(
            CoffeeSchedule.IdOf(new(program.Id)),
            CoffeeSchedule.Evolve,
            coffee => PlanCoffeeRounds.Decide(coffee, program, context.Message.At),
            context.CancellationToken
        );
    }

    /// <returns>Null where the replica is as new as the message, or newer.</returns>
    public static ProgramReplica? Decide(ProgramReplica? known, ProgramClosed m) =>
        known is { Ended: true } ? null : (known ?? ProgramReplica.Unknown(m.Program)) with { Ended = true };
}
