using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventStore;

namespace PeerNetwork.Engagement;

/// <summary>The names under which this service stores its events, for good, and the tables folded from them.</summary>
public static class Stored
{
    public static EventStoreBuilder AddStreams(this EventStoreBuilder store) =>
        store
            .Stream<Mentorship>(
                "mentorship",
                s =>
                    s.Event<MentorshipStarted>("mentorship_started")
                        .Event<AgreementProposed>("agreement_proposed")
                        .Event<AgreementAccepted>("agreement_accepted")
                        .Event<GoalSet>("goal_set")
                        .Event<MilestoneReached>("milestone_reached")
                        .Event<GoalReached>("goal_reached")
                        .Event<GoalDropped>("goal_dropped")
                        .Event<SessionPlanned>("session_planned")
                        .Event<SessionRescheduled>("session_rescheduled")
                        .Event<SessionCancelled>("session_cancelled")
                        .Event<AttendanceRecorded>("attendance_recorded")
                        .Event<CheckInGiven>("check_in_given")
                        .Event<FeedbackGiven>("feedback_given")
                        .Event<BadgeAwarded>("badge_awarded")
                        .Event<MentorshipClosed>("mentorship_closed")
            )
            .Stream<Note>("note", s => s.Event<NoteWritten>("note_written").Event<NoteShared>("note_shared"))
            .Stream<Person>("person", s => s.Event<PersonLearned>("person_learned").Event<HoursSet>("hours_set"))
            .Stream<OfferedProgram>(
                "program",
                s => s.Event<ProgramLearned>("program_learned").Event<ProgramEnded>("program_ended")
            )
            .Inline<OpenMentorships>()
            .Async<MentorshipRows>()
            .Async<PairNotes>()
            .Async<ProgramNames>();
}
