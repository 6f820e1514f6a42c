using JasperFx.Events.Projections;
using Marten;
using PeerNetwork.Engagement.Agreements;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.CheckIns;
using PeerNetwork.Engagement.Feedback;
using PeerNetwork.Engagement.Goals;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Privacy;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement;

/// <summary>
/// The names under which this service stores its events, for good, the tables folded from them, and the documents.
/// </summary>
public static class Storage
{
    /// <summary>Everything that this service stores.</summary>
    public static void Configure(StoreOptions options)
    {
        AddStreams(options);
        AddReplicas(options);
        AddProjections(options);
    }

    public static void AddStreams(StoreOptions options) =>
        options
            .Stream<Mentorship>(s =>
                s.Event<MentorshipStarted>("mentorship_started")
                    .Event<AgreementProposed>("agreement_proposed")
                    .Event<ProposalAccepted>("proposal_accepted")
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
                    .Event<RoadmapCopied>("roadmap_copied")
                    .Event<RoadmapChanged>("roadmap_changed")
                    .Event<RoadmapStepSkipped>("roadmap_step_skipped")
                    .Event<RoadmapStepHeld>("roadmap_step_held")
                    .Event<RoadmapStepAssessed>("roadmap_step_assessed")
                    .Event<MentorshipPaused>("mentorship_paused")
                    .Event<MentorshipResumed>("mentorship_resumed")
                    .Event<MemberLeft>("member_left")
                    .Event<MentorshipClosed>("mentorship_closed")
            )
            .Stream<Note>(s => s.Event<NoteWritten>("note_written").Event<NoteShared>("note_shared"))
            .Stream<Person>(s =>
                s.Event<WorkingHoursSet>("working_hours_set")
                    .Event<PersonLeft>("person_left")
                    .Event<PersonLeaveReported>("person_leave_reported")
                    .Event<PersonalDataErased>("personal_data_erased")
            )
            .Stream<ProgramReplica>(s =>
                s.Event<ProgramDescribed>("program_described").Event<ProgramEnded>("program_ended")
            );

    public static void AddReplicas(StoreOptions options)
    {
        options.Replica<PersonReplica>(c => c.Version).Duplicate(c => c.Active).Duplicate(c => c.Account);
        options.Replica<PersonRoles>(r => r.Version);
        options.Replica<PersonAccounts>(a => a.Version).GinIndexJsonData();
        options.Replica<ProgramReplica>(p => p.Revision);
    }

    public static void AddProjections(StoreOptions options)
    {
        options.Projections.Add(new PersonalDataProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new OpenMentorshipsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new NotesProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new MentorshipsProjection(), ProjectionLifecycle.Async);
    }
}
