using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventStore;

namespace PeerNetwork.Engagement.Feedback;

public sealed record FeedbackGiven(
    MentorshipId Mentorship,
    ProgramId Program,
    string SiteCode,
    PersonId By,
    Side Side,
    SessionId? Session,
    int Score,
    Sealed? Text,
    DateTimeOffset At
) : MentorshipEvent;

/// <summary>How content one side is. The words are for the author alone; the score is counted.</summary>
/// <param name="Session">The session it is about; null for the mentorship as a whole.</param>
/// <param name="Score">1 to 5.</param>
public sealed record Opinion(PersonId By, SessionId? Session, int Score, Sealed? Text, DateTimeOffset At)
{
    public static Opinion Of(FeedbackGiven f) => new(f.By, f.Session, f.Score, f.Text, f.At);
}
