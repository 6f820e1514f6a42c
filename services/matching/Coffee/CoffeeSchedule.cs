using System.Diagnostics;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

public readonly record struct CoffeeRoundId(Guid Value);

public abstract record CoffeeScheduleEvent;

/// <param name="EveryDays">A round on the first day and then every so many days; null where coordinators alone have
/// rounds formed.</param>
/// <param name="Starts">First day of the program.</param>
/// <param name="Ends">Its last day; null for a rolling program.</param>
/// <param name="NextRoundAt">Null for no round to come.</param>
public sealed record CoffeeRoundsPlanned(
    ProgramId Program,
    int? EveryDays,
    DateOnly Starts,
    DateOnly? Ends,
    DateTimeOffset? NextRoundAt,
    DateTimeOffset At
) : CoffeeScheduleEvent;

/// <summary>A round is to be formed of the people who take part on this day.</summary>
/// <param name="By">The coordinator; null where the schedule of the program requested it.</param>
/// <param name="NextRoundAt">The one after; null for none.</param>
public sealed record CoffeeRoundRequested(
    ProgramId Program,
    CoffeeRoundId Round,
    PersonId? By,
    DateTimeOffset? NextRoundAt,
    DateTimeOffset At
) : CoffeeScheduleEvent;

/// <param name="Number">The rounds of a program count from 1.</param>
/// <param name="Groups">Two people each, and three in one group where their number is odd.</param>
/// <param name="Alone">A person without others in the round.</param>
public sealed record CoffeeRoundFormed(
    ProgramId Program,
    CoffeeRoundId Round,
    int Number,
    IReadOnlyList<IReadOnlyList<PersonId>> Groups,
    IReadOnlyList<PersonId> Alone,
    DateTimeOffset At
) : CoffeeScheduleEvent;

/// <summary>The program closed, or has no coffee rounds any more.</summary>
public sealed record CoffeeRoundsStopped(ProgramId Program, DateTimeOffset At) : CoffeeScheduleEvent;

/// <summary>The coffee rounds of a program: when the next one is, and how many there were.</summary>
/// <param name="Plan">Null where the program has no coffee rounds.</param>
/// <param name="Requested">The round that is still to be formed; null without one.</param>
public sealed record CoffeeSchedule(
    CoffeeRoundsPlanned? Plan = null,
    DateTimeOffset? NextRoundAt = null,
    CoffeeRoundRequested? Requested = null,
    int Formed = 0
)
{
    /// <summary>The stream of a program's coffee rounds.</summary>
    public static Guid IdOf(ProgramId program) => DerivedId.From("coffee-rounds", program.Value);

    public static CoffeeSchedule Evolve(CoffeeSchedule? schedule, CoffeeScheduleEvent e) =>
        (schedule ?? new(), e) switch
        {
            (var s, CoffeeRoundsPlanned p) => s with { Plan = p, NextRoundAt = p.NextRoundAt },
            (var s, CoffeeRoundRequested r) => s with { NextRoundAt = r.NextRoundAt, Requested = r },
            (var s, CoffeeRoundFormed f) => s with { Requested = null, Formed = f.Number },
            (var s, CoffeeRoundsStopped) => s with { Plan = null, NextRoundAt = null, Requested = null },
            _ => throw new UnreachableException($"{e} is no event of coffee rounds"),
        };
}
