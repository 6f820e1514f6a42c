using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Schedules;

namespace PeerNetwork.Matching.Coffee;

/// <summary>The coffee rounds of a program follow from its newest version, and stop where it closes.</summary>
public static class PlanCoffeeRounds
{
    /// <summary>A change of other settings leaves the next round as it is.</summary>
    public static CoffeeScheduleEvent[] Decide(CoffeeSchedule? schedule, ProgramReplica program, DateTimeOffset now)
    {
        var (id, known) = (new ProgramId(program.Id), schedule?.Plan);
        if (program.Ended || !program.Formats.Contains(ProgramReplica.Coffee))
            return known is null ? [] : [new CoffeeRoundsStopped(id, now)];
        var (everyDays, starts, ends) = (program.CoffeeEveryDays, program.Starts, program.Ends);
        return known is not null && (known.EveryDays, known.Starts, known.Ends) == (everyDays, starts, ends)
            ? []
            : [new CoffeeRoundsPlanned(id, everyDays, starts, ends, NextRound(everyDays, starts, ends, now), now)];
    }

    /// <summary>The first round after a moment, at the time of day of regular runs; null without one.</summary>
    internal static DateTimeOffset? NextRound(int? everyDays, DateOnly starts, DateOnly? ends, DateTimeOffset now) =>
        new RunSchedule(everyDays).NextRegularRun(starts, ends, now);
}
