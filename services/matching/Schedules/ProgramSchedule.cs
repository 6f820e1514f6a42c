using System.Diagnostics;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Schedules;

/// <summary>The runs that a program makes without a coordinator.</summary>
/// <param name="EveryDays">A run on the first day and then every so many days; null for none.</param>
/// <param name="WithoutReview">Whether such a run sends its proposals at once.</param>
/// <param name="RefillWithinMinutes">How soon after a decline, an arrival or a place that is free again a run looks for
/// those who wait; null for none.</param>
public sealed record RunSchedule(int? EveryDays = null, bool WithoutReview = false, int? RefillWithinMinutes = null)
{
    /// <summary>The time of day of regular runs, in UTC.</summary>
    public static readonly TimeOnly TimeOfDay = new(6, 0);

    /// <summary>The first run after a moment; null without one.</summary>
    /// <param name="starts">The first day of the program.</param>
    /// <param name="ends">Its last day; null for a rolling program.</param>
    /// <param name="isRefillNeeded">Whether people may wait for a refill.</param>
    /// <param name="now">The moment.</param>
    public DateTimeOffset? NextRun(DateOnly starts, DateOnly? ends, bool isRefillNeeded, DateTimeOffset now)
    {
        var regular = NextRegularRun(starts, ends, now);
        var refill = isRefillNeeded && RefillWithinMinutes is { } minutes ? now.AddMinutes(minutes) : regular;
        return regular < refill ? regular : refill;
    }

    /// <summary>The first regular run after a moment; null without one.</summary>
    /// <param name="starts">The first day of the program.</param>
    /// <param name="ends">Its last day; null for a rolling program.</param>
    /// <param name="now">The moment.</param>
    public DateTimeOffset? NextRegularRun(DateOnly starts, DateOnly? ends, DateTimeOffset now)
    {
        if (EveryDays is not { } days)
            return null;
        var first = new DateTimeOffset(starts, TimeOfDay, TimeSpan.Zero);
        var next = now < first ? first : first.AddDays((Math.Floor((now - first).TotalDays / days) + 1) * days);
        return DateOnly.FromDateTime(next.UtcDateTime) > ends ? null : next;
    }
}

public abstract record ScheduleEvent;

/// <param name="Starts">First day of the program.</param>
/// <param name="Ends">Its last day; null for a rolling program.</param>
/// <param name="NextRunAt">Null for no run to come.</param>
public sealed record ScheduleChanged(
    ProgramId Program,
    RunSchedule Schedule,
    DateOnly Starts,
    DateOnly? Ends,
    DateTimeOffset? NextRunAt,
    DateTimeOffset At
) : ScheduleEvent;

/// <summary>A person declined, arrived or has a place again: the next run comes sooner.</summary>
public sealed record RefillPlanned(ProgramId Program, DateTimeOffset NextRunAt, DateTimeOffset At) : ScheduleEvent;

/// <summary>The runs that follow go by the policy of this one.</summary>
public sealed record PolicyAdopted(ProgramId Program, RunId Run, DateTimeOffset At) : ScheduleEvent;

/// <param name="Run">The id of the run, where it finds people to match.</param>
/// <param name="Refill">Whether it was planned for those who wait; otherwise a regular one.</param>
/// <param name="PolicyOf">The run by whose policy it goes; null for the defaults.</param>
/// <param name="WithoutReview">Whether it sends its proposals at once.</param>
/// <param name="NextRunAt">The one after; null for none.</param>
public sealed record ScheduledRunDue(
    ProgramId Program,
    RunId Run,
    bool Refill,
    RunId? PolicyOf,
    bool WithoutReview,
    DateTimeOffset? NextRunAt,
    DateTimeOffset At
) : ScheduleEvent;

/// <summary>The program closed: its open proposals are declined, and no run follows.</summary>
public sealed record ProgramEnded(ProgramId Program, DateTimeOffset At) : ScheduleEvent;

/// <summary>When the next run of a program is. The stream has the id of the program.</summary>
/// <param name="Changed">What the program's coordinator settled last; null before that is known.</param>
/// <param name="PolicyOf">The run that was published last; null before the first.</param>
/// <param name="LastRefill">The last run for those who wait between regular runs; null before the first.</param>
public sealed record ProgramSchedule(
    ScheduleChanged? Changed = null,
    DateTimeOffset? NextRunAt = null,
    RunId? PolicyOf = null,
    RunId? LastRefill = null,
    bool Ended = false
)
{
    public static ProgramSchedule Evolve(ProgramSchedule? schedule, ScheduleEvent e) =>
        (schedule ?? new(), e) switch
        {
            (var s, ScheduleChanged c) => s with { Changed = c, NextRunAt = s.Ended ? null : c.NextRunAt },
            (var s, RefillPlanned p) => s with { NextRunAt = p.NextRunAt },
            (var s, PolicyAdopted p) => s with { PolicyOf = p.Run },
            (var s, ScheduledRunDue d) => s with
            {
                NextRunAt = d.NextRunAt,
                LastRefill = d.Refill ? d.Run : s.LastRefill,
            },
            (var s, ProgramEnded) => s with { NextRunAt = null, Ended = true },
            _ => throw new UnreachableException($"{e} is no event of a schedule"),
        };
}
