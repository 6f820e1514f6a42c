using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Flash;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public abstract record BudgetEvent;

/// <param name="Minutes">What the mentorship takes of the mentor's time, a month.</param>
public sealed record MentorTimeTaken(PersonId Mentor, ProgramId Program, MatchId Match, int Minutes, DateTimeOffset At)
    : BudgetEvent;

public sealed record MentorTimeReleased(PersonId Mentor, ProgramId Program, MatchId Match, DateTimeOffset At)
    : BudgetEvent;

/// <summary>A flash session was booked.</summary>
/// <param name="Month">The first day of the month in which it takes the mentor's time.</param>
public sealed record SessionTimeTaken(
    PersonId Mentor,
    ProgramId Program,
    FlashSlotId Slot,
    DateOnly Month,
    int Minutes,
    DateTimeOffset At
) : BudgetEvent;

public sealed record SessionTimeReleased(PersonId Mentor, ProgramId Program, FlashSlotId Slot, DateTimeOffset At)
    : BudgetEvent;

/// <summary>A person connected with another one, without a program.</summary>
/// <param name="Minutes">What the connection takes of the person's time, a month.</param>
public sealed record ConnectionTimeTaken(PersonId Person, ConnectionId Connection, int Minutes, DateTimeOffset At)
    : BudgetEvent;

public sealed record ConnectionTimeReleased(PersonId Person, ConnectionId Connection, DateTimeOffset At) : BudgetEvent;

/// <summary>
/// The confirmed mentorships of one mentor in all programs and the person's connections, with the minutes a month that
/// each takes, and the booked flash sessions, each with the minutes that it takes of its own month. A match is
/// confirmed, a request to connect accepted and a session booked in the transaction that takes its minutes here. So the
/// stream's version lets only one of two acceptances in different programs succeed.
/// </summary>
public sealed record MentorBudget(
    ImmutableDictionary<MatchId, int> Taken,
    ImmutableDictionary<FlashSlotId, SessionTimeTaken> Sessions,
    ImmutableDictionary<ConnectionId, int> Connections
)
{
    private static readonly MentorBudget None = new(
        ImmutableDictionary<MatchId, int>.Empty,
        ImmutableDictionary<FlashSlotId, SessionTimeTaken>.Empty,
        ImmutableDictionary<ConnectionId, int>.Empty
    );

    public static Guid IdOf(PersonId mentor) => DerivedId.From("mentor-budget", mentor.Value);

    /// <summary>
    /// Minutes that the mentor's hours leave in a month; null for a mentor without a limit, negative after the hours
    /// were lowered.
    /// </summary>
    /// <param name="month">The first day of the month.</param>
    /// <param name="budget">Null where nothing takes the time of the mentor.</param>
    /// <param name="hoursPerMonth">The hours that the mentor gives in all programs together; null for no limit.</param>
    public static long? MinutesLeftIn(DateOnly month, MentorBudget? budget, int? hoursPerMonth) =>
        (hoursPerMonth * 60L) - (budget ?? None).MinutesOfEachMonth - (budget ?? None).MinutesOfSessionsIn(month);

    /// <summary>Minutes that the mentor's hours leave in each month from one on, so in the busiest of them.</summary>
    /// <inheritdoc cref="MinutesLeftIn"/>
    public static long? MinutesLeftFrom(DateOnly month, MentorBudget? budget, int? hoursPerMonth) =>
        (budget ?? None)
            .Sessions.Values.Select(session => session.Month)
            .Where(booked => booked >= month)
            .Append(month)
            .Min(each => MinutesLeftIn(each, budget, hoursPerMonth));

    public static MentorBudget Evolve(MentorBudget? budget, BudgetEvent e) =>
        (budget ?? None, e) switch
        {
            (var b, MentorTimeTaken t) => b with { Taken = b.Taken.SetItem(t.Match, t.Minutes) },
            (var b, MentorTimeReleased f) => b with { Taken = b.Taken.Remove(f.Match) },
            (var b, SessionTimeTaken t) => b with { Sessions = b.Sessions.SetItem(t.Slot, t) },
            (var b, SessionTimeReleased f) => b with { Sessions = b.Sessions.Remove(f.Slot) },
            (var b, ConnectionTimeTaken t) => b with { Connections = b.Connections.SetItem(t.Connection, t.Minutes) },
            (var b, ConnectionTimeReleased f) => b with { Connections = b.Connections.Remove(f.Connection) },
            _ => throw new UnreachableException($"{e} is no event of a mentor's budget"),
        };

    private long MinutesOfEachMonth => Taken.Values.Concat(Connections.Values).Sum(minutes => (long)minutes);

    private long MinutesOfSessionsIn(DateOnly month) =>
        Sessions.Values.Where(session => session.Month == month).Sum(session => (long)session.Minutes);
}
