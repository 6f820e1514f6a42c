using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Coffee;

/// <summary>A program's next coffee round is due.</summary>
public sealed class CoffeeRoundRule() : DeadlineRule("coffee_round")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            CoffeeRoundsPlanned p => [new(e.StreamId, e.StreamId, p.NextRoundAt)],
            CoffeeRoundRequested r => [new(e.StreamId, e.StreamId, r.NextRoundAt)],
            CoffeeRoundsStopped => [new(e.StreamId, e.StreamId, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var schedule = await writes.Fetch<CoffeeSchedule, CoffeeScheduleEvent>(deadline.Stream, CoffeeSchedule.Evolve);
        writes.Append<CoffeeSchedule, CoffeeScheduleEvent>(
            deadline.Stream,
            Decide(schedule, new(Guid.CreateVersion7(now)), now)
        );
    }

    /// <summary>A round that is still to be formed is replaced: two at once would be one meeting too many.</summary>
    public static CoffeeScheduleEvent[] Decide(CoffeeSchedule? schedule, CoffeeRoundId round, DateTimeOffset now) =>
        schedule is { Plan: { } plan, NextRoundAt: { } due } && due <= now
            ?
            [
                new CoffeeRoundRequested(
                    plan.Program,
                    round,
                    By: null,
                    PlanCoffeeRounds.NextRound(plan.EveryDays, plan.Starts, plan.Ends, now),
                    now
                ),
            ]
            : [];
}
