using JasperFx.Events;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Schedules;

/// <summary>A program's next run is due. Its deadline has the id of the program.</summary>
public sealed class ScheduledRunRule() : DeadlineRule("scheduled_run")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            ScheduleChanged c => [new(e.StreamId, e.StreamId, c.NextRunAt)],
            RefillPlanned p => [new(e.StreamId, e.StreamId, p.NextRunAt)],
            ScheduledRunDue d => [new(e.StreamId, e.StreamId, d.NextRunAt)],
            ProgramEnded => [new(e.StreamId, e.StreamId, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var schedule = await writes.Fetch<ProgramSchedule, ScheduleEvent>(deadline.Stream, ProgramSchedule.Evolve);
        writes.Append<ProgramSchedule, ScheduleEvent>(
            deadline.Stream,
            Decide(schedule, new(Guid.CreateVersion7(now)), now)
        );
    }

    /// <summary>A regular run looks for everyone who waits, so no refill has to follow it.</summary>
    public static ScheduleEvent[] Decide(ProgramSchedule? schedule, RunId run, DateTimeOffset now)
    {
        if (schedule is not { Ended: false, NextRunAt: { } due, Changed: { } settled } || due > now)
            return [];
        var isRegular = settled.Schedule.NextRegularRun(settled.Starts, settled.Ends, due.AddTicks(-1)) <= now;
        return
        [
            new ScheduledRunDue(
                settled.Program,
                run,
                !isRegular,
                schedule.PolicyOf,
                !isRegular || settled.Schedule.WithoutReview,
                settled.Schedule.NextRegularRun(settled.Starts, settled.Ends, now),
                now
            ),
        ];
    }
}
