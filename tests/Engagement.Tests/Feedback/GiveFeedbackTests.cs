using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.EventSourcing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Feedback;

public class GiveFeedbackTests
{
    private static readonly FeedbackGiven OnSession = new(
        Id,
        ProgramOne,
        "CHI",
        Mentee,
        MemberRole.Mentee,
        SessionOne,
        5,
        Mentee.ToPersonalText("Clear"),
        Now,
        FeedbackAudience.Partner
    );

    [Fact]
    public void Each_side_says_how_the_session_was()
    {
        Begun
            .Given(Planned, Held)
            .When(m =>
                GiveFeedback.Decide(
                    m,
                    Mentee,
                    SessionOne,
                    5,
                    Mentee.ToPersonalText("Clear"),
                    FeedbackAudience.Partner,
                    Now
                )
            )
            .Then(OnSession);
        Begun
            .Given(Planned, Held, OnSession)
            .When(m => GiveFeedback.Decide(m, Mentor, SessionOne, 3, null, FeedbackAudience.Coordinator, Now))
            .Then(
                new FeedbackGiven(
                    Id,
                    ProgramOne,
                    "CHI",
                    Mentor,
                    MemberRole.Mentor,
                    SessionOne,
                    3,
                    null,
                    Now,
                    FeedbackAudience.Coordinator
                )
            );
    }

    [Fact]
    public void A_peer_gives_it_as_a_peer() =>
        BegunReciprocal
            .Given(Planned, Held)
            .When(m => GiveFeedback.Decide(m, Mentor, SessionOne, 3, null, FeedbackAudience.Partner, Now))
            .Then(OnSession with { By = Mentor, Role = MemberRole.Peer, Score = 3, Text = null });

    [Fact]
    public void The_same_again_changes_nothing() =>
        Begun
            .Given(Planned, Held, OnSession)
            .When(m =>
                GiveFeedback.Decide(
                    m,
                    Mentee,
                    SessionOne,
                    5,
                    Mentee.ToPersonalText("Clear"),
                    FeedbackAudience.Partner,
                    Now
                )
            )
            .ThenNothing();

    [Fact]
    public void Another_audience_for_the_same_words_is_refused() =>
        Begun
            .Given(Planned, Held, OnSession)
            .When(m =>
                GiveFeedback.Decide(
                    m,
                    Mentee,
                    SessionOne,
                    5,
                    Mentee.ToPersonalText("Clear"),
                    FeedbackAudience.Coordinator,
                    Now
                )
            )
            .ThenThrows(DomainError.Conflict, "already");

    [Fact]
    public void Another_score_for_the_same_session_is_refused() =>
        Begun
            .Given(Planned, Held, OnSession)
            .When(m => GiveFeedback.Decide(m, Mentee, SessionOne, 1, null, FeedbackAudience.Coordinator, Now))
            .ThenThrows(DomainError.Conflict, "already");

    [Fact]
    public void Not_before_it_is_known_who_came() =>
        Begun
            .Given(Planned)
            .When(m => GiveFeedback.Decide(m, Mentee, SessionOne, 5, null, FeedbackAudience.Coordinator, Now))
            .ThenThrows(DomainError.Conflict, "who came");

    [Fact]
    public void On_the_mentorship_after_its_close() =>
        Begun
            .Given(Closed)
            .When(m => GiveFeedback.Decide(m, Mentor, null, 4, null, FeedbackAudience.Coordinator, Now))
            .Then(
                new FeedbackGiven(
                    Id,
                    ProgramOne,
                    "CHI",
                    Mentor,
                    MemberRole.Mentor,
                    null,
                    4,
                    null,
                    Now,
                    FeedbackAudience.Coordinator
                )
            );

    [Fact]
    public void On_the_mentorship_not_before() =>
        Begun
            .When(m => GiveFeedback.Decide(m, Mentor, null, 4, null, FeedbackAudience.Coordinator, Now))
            .ThenThrows(DomainError.Conflict, "close");

    [Fact]
    public void A_stranger_has_no_say() =>
        Begun
            .Given(Closed)
            .When(m => GiveFeedback.Decide(m, Stranger, null, 4, null, FeedbackAudience.Coordinator, Now))
            .ThenThrows(DomainError.Forbidden);
}
