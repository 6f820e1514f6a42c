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
    ProgramId? Program,
    string SiteCode,
    PersonId By,
    MemberRole Role,
    CheckInStatus Status,
    int Mood,
    PersonalText? Blocker,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>How a member is getting on, for the others to read.</summary>
/// <param name="Mood">1 (low) to 5 (high).</param>
/// <param name="Blocker">What stands in the way.</param>
public sealed record CheckIn(
    PersonId By,
    MemberRole Role,
    CheckInStatus Status,
    int Mood,
    PersonalText? Blocker,
    DateTimeOffset At
)
{
    public static CheckIn Of(CheckInGiven c) => new(c.By, c.Role, c.Status, c.Mood, c.Blocker, c.At);
}
