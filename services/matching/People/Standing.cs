using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.People;

/// <summary>How the people of some proposals stand in the program at this moment.</summary>
/// <param name="Taken">Mentees with an open match in the program.</param>
/// <param name="Mentees">Those who may be matched as mentees.</param>
/// <param name="FreePlaces">Places that no confirmed match holds, of those who may be matched as mentors.</param>
/// <param name="MinutesLeft">What the confirmed matches of all programs leave of the mentors' hours; without those who
/// have no limit.</param>
public sealed record Standing(
    IReadOnlySet<PersonId> Taken,
    IReadOnlySet<PersonId> Mentees,
    IReadOnlyDictionary<PersonId, int> FreePlaces,
    IReadOnlyDictionary<PersonId, long> MinutesLeft
)
{
    /// <summary>Why the pair cannot be proposed any more; null where nothing is in its way.</summary>
    /// <param name="pair">The two.</param>
    /// <param name="minutes">What the mentorship takes of the mentor's time, a month.</param>
    public SkipReason? WhyNot(ProposedPair pair, int minutes) =>
        Taken.Contains(pair.Mentee) ? SkipReason.MenteeMatched
        : !Mentees.Contains(pair.Mentee) ? SkipReason.MenteeGone
        : !FreePlaces.TryGetValue(pair.Mentor, out var free) ? SkipReason.MentorGone
        : free <= 0 ? SkipReason.MentorFull
        : MinutesLeft.TryGetValue(pair.Mentor, out var left) && left < minutes ? SkipReason.MentorHoursUsed
        : null;
}
