using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Privacy;

/// <summary>
/// What the events of this service say about one person. A text is shown as far as its author was told that it would
/// be: no role opens a note.
/// </summary>
/// <param name="person">The person.</param>
/// <param name="isOwn">Whether the person reads it, and not the people administration.</param>
/// <param name="shared">The notes that were shared after they had been written.</param>
public sealed class PersonalFacts(PersonId person, bool isOwn, IReadOnlySet<NoteId> shared)
{
    private const string ForCoordinators = "Its author wrote it for the coordinators.",
        ForTheMembers = "A note is shown to its author, and to the other members once it is shared. No role opens it.";

    /// <summary>What a coordinator decided on the mentorship of others.</summary>
    public sealed record Decision(MentorshipId Mentorship, Outcome Outcome, PersonalText? Reason);

    /// <summary>A coordinator had a mentee leave a group.</summary>
    public sealed record DecisionToLeave(MentorshipId Mentorship, Member Member, PersonalText? Reason);

    /// <returns>Null where the event says nothing about the person.</returns>
    public PersonalFact? Of(object data) =>
        data switch
        {
            MentorshipClosed c when c.Members.All(m => m.Person != person) => new(
                "Decisions on others",
                new Decision(c.Mentorship, c.Outcome, c.Reason)
            ),
            MemberLeft l when l.By == person && l.Member.Person != person => new(
                "Decisions on others",
                new DecisionToLeave(l.Mentorship, l.Member, l.Reason)
            ),
            MentorshipEvent e => OfMentorship(e),
            NoteWritten n => OfNote(n),
            NoteShared n => new("Notes", n),
            WorkingHoursSet => new("Working hours", data),
            PersonLeft or PersonLeaveReported => new("Person", data),
            _ => null,
        };

    private PersonalFact? OfMentorship(MentorshipEvent e) =>
        e switch
        {
            AgreementEvent => new("Agreement", e),
            GoalEvent => new("Goals", e),
            SessionEvent => new("Sessions", e),
            RoadmapEvent => new("Roadmap", e),
            CheckInGiven => new("Check-ins", e),
            FeedbackGiven { Audience: FeedbackAudience.Coordinator } f when f.By != person => new(
                "Feedback",
                new
                {
                    f.Mentorship,
                    f.By,
                    f.Audience,
                },
                ForCoordinators
            ),
            FeedbackGiven => new("Feedback", e),
            BadgeAwarded b => b.Person == person ? new("Badges", e) : null,
            MemberLeft { Reason: not null } l when l.By != person => new(
                "Mentorships",
                l with
                {
                    Reason = null,
                },
                ForCoordinators
            ),
            MentorshipClosed { Reason: not null } c when c.By != person => new(
                "Mentorships",
                c with
                {
                    Reason = null,
                },
                ForCoordinators
            ),
            _ => new("Mentorships", e),
        };

    private PersonalFact? OfNote(NoteWritten note)
    {
        if (note.Author != person && !note.Shared && !shared.Contains(note.Note))
            return null;
        return isOwn ? new("Notes", note) : new("Notes", note with { Text = default }, ForTheMembers);
    }
}
