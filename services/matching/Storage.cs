using JasperFx.Events.Projections;
using Marten;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Privacy;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Matching.Schedules;
using PeerNetwork.ServiceDefaults;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.Matching;

/// <summary>
/// The names under which this service stores its streams and events, for good, the tables that follow from them, and
/// the documents.
/// </summary>
public static class Storage
{
    /// <summary>Everything that this service stores.</summary>
    public static void Configure(StoreOptions options)
    {
        AddStreams(options);
        AddReplicas(options);
        AddProjections(options);
        options.Storage.ExtendedSchemaObjects.Add(RunProgress.Table);
    }

    public static void AddStreams(StoreOptions options) =>
        options
            .Stream<PersonReplica>(s =>
                s.Event<PersonLeft>("person_left")
                    .Event<PersonWentOnLeave>("person_went_on_leave")
                    .Event<ManagerChanged>("manager_changed")
                    .Event<MentorHoursLimited>("mentor_hours_limited")
                    .Event<PersonalDataErased>("personal_data_erased")
            )
            .Stream<ProgramSchedule>(s =>
                s.Event<ScheduleChanged>("schedule_changed")
                    .Event<RefillPlanned>("refill_planned")
                    .Event<PolicyAdopted>("policy_adopted")
                    .Event<ScheduledRunDue>("scheduled_run_due")
                    .Event<ProgramEnded>("program_ended")
            )
            .Stream<CoffeeMembership>(s =>
                s.Event<CoffeeJoined>("coffee_joined")
                    .Event<CoffeeSnoozed>("coffee_snoozed")
                    .Event<CoffeeResumed>("coffee_resumed")
                    .Event<CoffeeLeft>("coffee_left")
            )
            .Stream<CoffeeSchedule>(s =>
                s.Event<CoffeeRoundsPlanned>("coffee_rounds_planned")
                    .Event<CoffeeRoundRequested>("coffee_round_requested")
                    .Event<CoffeeRoundFormed>("coffee_round_formed")
                    .Event<CoffeeRoundsStopped>("coffee_rounds_stopped")
            )
            .Stream<Participation>(s =>
                s.Event<ParticipantJoined>("participant_joined")
                    .Event<ParticipantNoLongerReady>("participant_no_longer_ready")
                    .Event<ParticipantWithdrew>("participant_withdrew")
                    .Event<ParticipantPaused>("participant_paused")
                    .Event<ParticipantResumed>("participant_resumed")
                    .Event<AnotherMentorWanted>("another_mentor_wanted")
            )
            .Stream<MentorCapacity>(s =>
                s.Event<CapacityOffered>("capacity_offered")
                    .Event<CapacityWithdrawn>("capacity_withdrawn")
                    .Event<CapacityTaken>("capacity_taken")
                    .Event<CapacityReleased>("capacity_released")
            )
            .Stream<MentorBudget>(s =>
                s.Event<MentorTimeTaken>("mentor_time_taken")
                    .Event<MentorTimeReleased>("mentor_time_released")
                    .Event<SessionTimeTaken>("session_time_taken")
                    .Event<SessionTimeReleased>("session_time_released")
                    .Event<ConnectionTimeTaken>("connection_time_taken")
                    .Event<ConnectionTimeReleased>("connection_time_released")
            )
            .Stream<ConnectionProfile>(s =>
                s.Event<ConnectionPreferencesSet>("connection_preferences_set")
                    .Event<PersonBlocked>("person_blocked")
                    .Event<PersonUnblocked>("person_unblocked")
                    .Event<RequestPlaceTaken>("request_place_taken")
                    .Event<RequestPlaceReleased>("request_place_released")
            )
            .Stream<Connection>(s =>
                s.Event<ConnectionRequested>("connection_requested")
                    .Event<ConnectionAccepted>("connection_accepted")
                    .Event<ConnectionRequestEnded>("connection_request_ended")
                    .Event<ConnectionInvalidated>("connection_invalidated")
                    .Event<ConnectionEnded>("connection_ended")
            )
            .Stream<FlashSlot>(s =>
                s.Event<FlashSlotOffered>("flash_slot_offered")
                    .Event<FlashSlotBooked>("flash_slot_booked")
                    .Event<FlashBookingCancelled>("flash_booking_cancelled")
                    .Event<FlashSlotWithdrawn>("flash_slot_withdrawn")
                    .Event<FlashSlotLapsed>("flash_slot_lapsed")
            )
            .Stream<FlashCalendar>(s =>
                s.Event<FlashTimeTaken>("flash_time_taken").Event<FlashTimeReleased>("flash_time_released")
            )
            .Stream<Match>(s =>
                s.Event<MatchProposed>("match_proposed")
                    .Event<MatchAccepted>("match_accepted")
                    .Event<MatchMemberLeft>("match_member_left")
                    .Event<MatchConfirmed>("match_confirmed")
                    .Event<MatchDeclined>("match_declined")
                    .Event<MatchInvalidated>("match_invalidated")
                    .Event<GroupLeft>("group_left")
                    .Event<MatchEnded>("match_ended")
            )
            .Stream<Run>(s =>
                s.Event<RunRequested>("run_requested")
                    .Event<RunStarted>("run_started")
                    .Event<VariantRequested>("variant_requested")
                    .Event<VariantCompleted>("variant_completed")
                    .Event<VariantFailed>("variant_failed")
                    .Event<VariantCancelled>("variant_cancelled")
                    .Event<VariantResumed>("variant_resumed")
                    .Event<ProposalRemoved>("proposal_removed")
                    .Event<ProposalAdded>("proposal_added")
                    .Event<RunReviewed>("run_reviewed")
                    .Event<PublicationRequested>("publication_requested")
                    .Event<ProposalsPublished>("proposals_published")
                    .Event<RunPublished>("run_published")
            )
            .Stream<RecordedCohort>(s =>
                s.Event<CohortMenteesRecorded>("cohort_mentees_recorded")
                    .Event<CohortMentorsRecorded>("cohort_mentors_recorded")
                    .Event<CohortPairsRecorded>("cohort_pairs_recorded")
            )
            .Stream<RunResult>(s =>
                s.Event<ProposalsMade>("proposals_made")
                    .Event<MenteesUnmatched>("mentees_unmatched")
                    .Event<AssignmentMade>("assignment_made")
                    .Event<PeersPaired>("peers_paired")
                    .Event<GroupsFormed>("groups_formed")
                    .Event<StableMatchingFound>("stable_matching_found")
            )
            .Stream<RecordedSolution>(s =>
                s.Event<SolutionMenteesRecorded>("solution_mentees_recorded")
                    .Event<SolutionMentorsRecorded>("solution_mentors_recorded")
                    .Event<StableMenteesRecorded>("stable_mentees_recorded")
                    .Event<StableMentorsRecorded>("stable_mentors_recorded")
                    .Event<SolutionCohortRecorded>("solution_cohort_recorded")
            );

    /// <summary>A cohort is read by these columns.</summary>
    public static void AddReplicas(StoreOptions options)
    {
        options
            .Replica<PersonReplica>(c => c.Version)
            .Duplicate(c => c.Active)
            .Duplicate(c => c.OnLeave)
            .Duplicate(c => c.AgreementDue)
            .Duplicate(c => c.Managers, configure: index => index.Method = IndexMethod.gin)
            .Duplicate(c => c.Account);
        options.Replica<PersonRoles>(r => r.Version);
        options.Replica<PersonAccounts>(a => a.Version).GinIndexJsonData();
        options.Replica<ProgramReplica>(p => p.Revision).Duplicate(p => p.Ended);
    }

    /// <summary>
    /// All tables are written with the event: a run takes its cohort, and publishing its people, from what is true at
    /// that moment.
    /// </summary>
    public static void AddProjections(StoreOptions options)
    {
        options.Projections.Add(new PersonalDataProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ParticipantsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new MatchListProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new FlashSlotsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RunListProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RunAssignmentsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new CoffeeProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ConnectionsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new MatchingDeadlinesProjection(), ProjectionLifecycle.Inline);
    }
}
