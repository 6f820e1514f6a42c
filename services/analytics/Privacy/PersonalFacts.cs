using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Privacy;

/// <summary>What the copied events say about one person. They hold ids and figures, and no words.</summary>
public static class PersonalFacts
{
    private const string WithoutScore = "The score is shown where it was given, as far as its author chose.";

    /// <param name="data">An event of a stream that is about the person.</param>
    /// <param name="person">The person.</param>
    /// <returns>Null where the event says nothing about the person.</returns>
    public static PersonalFact? Of(object data, Guid person) =>
        data switch
        {
            PersonRecorded => new("Person", data),
            RolesRecorded => new("Roles", data),
            AccountsRecorded => new("Accounts", data),
            ApplicationSubmitted
            or ApplicationApproved
            or ApplicantBecameReady
            or ApplicantNoLongerReady
            or ApplicationRejected
            or ApplicationWithdrawn => new("Applications", data),
            MatchAnswered a => a.Person == person ? new("Matches", data) : null,
            MatchProposed or MatchConfirmed or MatchDeclined or MatchInvalidated => new("Matches", data),
            FeedbackGiven f => new(
                "Mentorships",
                new
                {
                    f.Mentorship,
                    f.Session,
                    f.Person,
                    f.Role,
                },
                WithoutScore
            ),
            BadgeAwarded b => b.Person == person ? new("Mentorships", data) : null,
            MentorshipStarted
            or AgreementAccepted
            or GoalSet
            or GoalReached
            or GoalDropped
            or SessionPlanned
            or SessionRescheduled
            or SessionCancelled
            or SessionHeld
            or SessionMissed
            or CheckInGiven
            or MemberLeft
            or MentorshipClosed => new("Mentorships", data),
            _ => null,
        };
}
