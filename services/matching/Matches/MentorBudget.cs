using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public abstract record BudgetEvent;

/// <param name="Minutes">What the mentorship takes of the mentor's time, a month.</param>
public sealed record MentorTimeTaken(PersonId Mentor, ProgramId Program, MatchId Match, int Minutes, DateTimeOffset At)
    : BudgetEvent;

public sealed record MentorTimeReleased(PersonId Mentor, ProgramId Program, MatchId Match, DateTimeOffset At)
    : BudgetEvent;

/// <summary>
/// The confirmed mentorships of one mentor in all programs, with the minutes a month that each takes. A match is
/// confirmed in the transaction that takes its minutes here. So the stream's version lets only one of two acceptances
/// in different programs succeed.
/// </summary>
public sealed record MentorBudget(ImmutableDictionary<MatchId, int> Taken)
{
    private static readonly MentorBudget None = new(ImmutableDictionary<MatchId, int>.Empty);

    public static Guid IdOf(PersonId mentor) => DerivedId.From("mentor-budget", mentor.Value);

    /// <summary>
    /// Minutes a month that the mentor's hours leave; null for a mentor without a limit, negative after the hours were
    /// lowered.
    /// </summary>
    /// <param name="budget">Null where the mentor has no mentorship.</param>
    /// <param name="hoursPerMonth">The hours that the mentor gives to all mentorships; null for no limit.</param>
    public static long? MinutesLeft(MentorBudget? budget, int? hoursPerMonth) =>
        (hoursPerMonth * 60L) - (budget ?? None).Taken.Values.Sum(minutes => (long)minutes);

    public static MentorBudget Evolve(MentorBudget? budget, BudgetEvent e) =>
        (budget ?? None, e) switch
        {
            (var b, MentorTimeTaken t) => b with { Taken = b.Taken.SetItem(t.Match, t.Minutes) },
            (var b, MentorTimeReleased f) => b with { Taken = b.Taken.Remove(f.Match) },
            _ => throw new UnreachableException($"{e} is no event of a mentor's budget"),
        };
}
