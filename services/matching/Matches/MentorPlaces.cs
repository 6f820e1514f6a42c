using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Matches;

/// <summary>What is left of a mentor of a match.</summary>
/// <param name="Mentor">Who.</param>
/// <param name="Capacity">The capacity in the program; null without a place.</param>
/// <param name="MinutesLeft">What the hours leave a month over all programs; null for no limit.</param>
/// <param name="Minutes">What the match takes a month.</param>
public sealed record MentorAvailability(PersonId Mentor, MentorCapacity? Capacity, long? MinutesLeft, int Minutes)
{
    public bool HasPlace => Capacity is { HasFreeCapacity: true };

    public bool HasTime => MinutesLeft is null || MinutesLeft >= Minutes;
}

/// <summary>
/// The place and the time of each who is a mentor in a match: read, and taken, in the transaction that confirms it.
/// </summary>
internal static class MentorPlaces
{
    public static async Task<IReadOnlyList<MentorAvailability>> ReadAvailability(
        this StreamWrites writes,
        EventStreams events,
        Match match,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var left = new List<MentorAvailability>();
        foreach (var (mentor, _, minutes) in match.Members.Mentors())
        {
            var capacity = await writes.Fetch<MentorCapacity, CapacityEvent>(
                MentorCapacity.IdOf(match.Proposal.Program, mentor),
                MentorCapacity.Evolve
            );
            var budget = await writes.Fetch<MentorBudget, BudgetEvent>(MentorBudget.IdOf(mentor), MentorBudget.Evolve);
            var known = await events.Load<PersonReplica>(mentor.Value, ct);
            var minutesLeft = MentorBudget.MinutesLeftFrom(FlashTime.MonthOf(now), budget, known?.HoursPerMonth);
            left.Add(new(mentor, capacity, minutesLeft, minutes));
        }

        return left;
    }

    /// <summary>Null where all mentors have a place and the time.</summary>
    public static MatchDeclined? DeclineWithoutPlace(
        this Match match,
        IReadOnlyList<MentorAvailability> mentors,
        DateTimeOffset now
    )
    {
        PersonId[] full = [.. mentors.Where(m => !m.HasPlace).Select(m => m.Mentor)];
        PersonId[] spent = [.. mentors.Where(m => !m.HasTime).Select(m => m.Mentor)];
        return (full, spent) switch
        {
            ([], []) => null,
            ([], _) => match.Decline(DeclineReason.MentorHoursUsed, spent, null, now),
            _ => match.Decline(DeclineReason.MentorFull, full, null, now),
        };
    }

    /// <summary>Appends what was decided; a confirmation takes the places.</summary>
    public static void AppendDecided(this StreamWrites writes, Match match, MatchEvent[] decided, DateTimeOffset now)
    {
        writes.Append<Match, MatchEvent>(match.Id.Value, decided);
        if (decided is not [.., MatchConfirmed])
            return;
        var program = match.Proposal.Program;
        foreach (var (mentor, _, minutes) in match.Members.Mentors())
        {
            writes.Append<MentorCapacity, CapacityEvent>(
                MentorCapacity.IdOf(program, mentor),
                new CapacityTaken(program, mentor, match.Id, now)
            );
            writes.Append<MentorBudget, BudgetEvent>(
                MentorBudget.IdOf(mentor),
                new MentorTimeTaken(mentor, program, match.Id, minutes, now)
            );
        }
    }
}
