using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.People;

/// <summary>Whether the people of some proposals can be matched in the program at this moment.</summary>
/// <param name="MatchedMentees">Mentees with an open match in the program.</param>
/// <param name="ActiveMentees">Those who may be matched as mentees.</param>
/// <param name="FreeCapacity">Places that no confirmed match holds, of those who may be matched as mentors.</param>
/// <param name="MinutesLeft">What the confirmed matches of all programs and booked flash sessions leave of the mentors'
/// hours a month; without those who have no limit.</param>
public sealed record PairAvailability(
    IReadOnlySet<PersonId> MatchedMentees,
    IReadOnlySet<PersonId> ActiveMentees,
    IReadOnlyDictionary<PersonId, int> FreeCapacity,
    IReadOnlyDictionary<PersonId, long> MinutesLeft
)
{
    /// <summary>Why the pair cannot be proposed any more; null where nothing is in its way.</summary>
    /// <param name="pair">The two.</param>
    /// <param name="minutes">What the mentorship takes of the mentor's time, a month.</param>
    public SkipReason? FindSkipReason(ProposedPair pair, int minutes) =>
        FindSkipReason(pair.Mentee, pair.Mentor, minutes)
        ?? (pair.Kind is MatchKind.Reciprocal ? FindSkipReason(pair.Mentor, pair.Mentee, minutes) : null);

    private SkipReason? FindSkipReason(PersonId mentee, PersonId mentor, int minutes) =>
        MatchedMentees.Contains(mentee) ? SkipReason.MenteeMatched
        : !ActiveMentees.Contains(mentee) ? SkipReason.MenteeGone
        : !FreeCapacity.TryGetValue(mentor, out var free) ? SkipReason.MentorGone
        : free <= 0 ? SkipReason.MentorFull
        : MinutesLeft.TryGetValue(mentor, out var left) && left < minutes ? SkipReason.MentorHoursUsed
        : null;
}
