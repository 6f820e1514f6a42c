using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.CheckIns;

public enum CheckInStatus
{
    OnTrack,
    Slow,
    Stuck,
}

public sealed record CheckInGiven(
    MentorshipId Mentorship,
    ProgramId Program,
    string SiteCode,
    PersonId By,
    MemberRole Role,
    CheckInStatus Status,
    int Mood,
    PersonalText? Blocker,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>How one side is getting on, for the other to read.</summary>
/// <param name="Mood">1 (low) to 5 (high).</param>
/// <param name="Blocker">What stands in the way.</param>
public sealed record CheckIn(MemberRole Role, CheckInStatus Status, int Mood, PersonalText? Blocker, DateTimeOffset At)
{
    public static CheckIn Of(CheckInGiven c) => new(c.Role, c.Status, c.Mood, c.Blocker, c.At);
}
