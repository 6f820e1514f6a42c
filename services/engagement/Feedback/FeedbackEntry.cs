using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Feedback;

/// <summary>The readers whom the author chose for a feedback. The author can always read it.</summary>
public enum FeedbackAudience
{
    /// <summary>The other members of the mentorship.</summary>
    Partner,

    /// <summary>The coordinators of the mentorship's site.</summary>
    Coordinator,
}

public sealed record FeedbackGiven(
    MentorshipId Mentorship,
    ProgramId? Program,
    string SiteCode,
    PersonId By,
    MemberRole Role,
    SessionId? Session,
    int Score,
    PersonalText? Text,
    DateTimeOffset At,
    FeedbackAudience Audience
) : MentorshipEvent;

/// <summary>How content a member is. Its author and its audience read it; the score is also counted.</summary>
/// <param name="Session">The session it is about; null for the mentorship as a whole.</param>
/// <param name="Score">1 to 5.</param>
public sealed record FeedbackEntry(
    PersonId By,
    MemberRole Role,
    SessionId? Session,
    int Score,
    PersonalText? Text,
    DateTimeOffset At,
    FeedbackAudience Audience
)
{
    public static FeedbackEntry Of(FeedbackGiven f) => new(f.By, f.Role, f.Session, f.Score, f.Text, f.At, f.Audience);
}
