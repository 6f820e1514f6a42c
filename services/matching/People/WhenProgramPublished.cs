using Marten;
using MassTransit;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Schedules;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Enrollment published a program. A version that is not newer than the replica is ignored. The program's next run
/// follows from its schedule, and so does its next coffee round.
/// </summary>
public sealed class WhenProgramPublished(IDocumentSession session, EventStreams events, TimeProvider clock)
    : IConsumer<ProgramPublished>
{
    public async Task Consume(ConsumeContext<ProgramPublished> context)
    {
        var (message, ct) = (context.Message, context.CancellationToken);
        var known = await session.LoadAsync<ProgramReplica>(message.Program, ct);
        if (Decide(known, message) is not { } program)
            return;
        session.UpdateRevision(program, program.Revision + 1);
        await events.Update<ProgramSchedule, ScheduleEvent>(
            program.Id,
            ProgramSchedule.Evolve,
            schedule => Decide(schedule, message, clock.GetUtcNow()),
            ct
        );
        await events.Update<CoffeeSchedule, CoffeeScheduleEvent>(
            CoffeeSchedule.IdOf(new(program.Id)),
            CoffeeSchedule.Evolve,
            coffee => PlanCoffeeRounds.Decide(coffee, program, clock.GetUtcNow()),
            ct
        );
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
                Formats = m.Formats,
                CoffeeEveryDays = m.CoffeeEveryDays,
                GroupSizes = m.GroupSizes is { } sizes ? new(sizes.Min, sizes.Max) : null,
            };

    /// <summary>
    /// A change of other settings leaves the next run as it is. A new schedule with refills looks soon for those who
    /// wait.
    /// </summary>
    public static ScheduleEvent[] Decide(ProgramSchedule? schedule, ProgramPublished m, DateTimeOffset now)
    {
        var runs = m.Runs ?? new();
        var settled = new RunSchedule(runs.EveryDays, runs.WithoutReview, runs.RefillWithinMinutes);
        var known = schedule?.Changed;
        return
            schedule?.Ended is true
            || (known?.Schedule ?? new(), known?.Starts ?? m.Starts, known?.Ends) == (settled, m.Starts, m.Ends)
            ? []
            :
            [
                new ScheduleChanged(
                    new(m.Program),
                    settled,
                    m.Starts,
                    m.Ends,
                    settled.NextRun(m.Starts, m.Ends, isRefillNeeded: schedule?.PolicyOf is not null, now),
                    now
                ),
            ];
    }
}
