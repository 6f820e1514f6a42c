using JasperFx.Events.Projections;
using Marten;
using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.Findings;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Duplicates;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Retention;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment;

/// <summary>The names under which streams and events are stored, for good.</summary>
public static class Storage
{
    /// <summary>Everything that this service stores.</summary>
    public static void Configure(StoreOptions options)
    {
        AddStreams(options);
        AddProjections(options);
        options.Schema.For<StagedPage>().Index(page => page.Sync);
        options.Schema.For<ChangeNotice>();
    }

    public static void AddStreams(StoreOptions options) =>
        options
            .Stream<Site>(s => s.Event<SiteOpened>("site_opened").Event<SiteChanged>("site_changed"))
            .Stream<Person>(s =>
                s.Event<PersonAnnounced>("person_announced")
                    .Event<PersonHired>("person_hired")
                    .Event<PersonChanged>("person_changed")
                    .Event<ProfileDeclared>("profile_declared")
                    .Event<PersonLeft>("person_left")
                    .Event<PersonErased>("person_erased")
                    .Event<LegalHoldPlaced>("legal_hold_placed")
                    .Event<LegalHoldEnded>("legal_hold_ended")
                    .Event<PersonChangeScheduled>("person_change_scheduled")
                    .Event<PersonChangeApplied>("person_change_applied")
                    .Event<PersonChangeCancelled>("person_change_cancelled")
                    .Event<TrainingCompleted>("training_completed")
                    .Event<UserProvisioned>("user_provisioned")
                    .Event<UserDeprovisioned>("user_deprovisioned")
                    .Event<DuplicateMerged>("duplicate_merged")
                    .Event<MergedInto>("merged_into")
                    .Event<MergeUndone>("merge_undone")
                    .Event<DuplicateRestored>("duplicate_restored")
                    .Event<GuestInvited>("guest_invited")
                    .Event<GuestTermExtended>("guest_term_extended")
                    .Event<GuestTermShortened>("guest_term_shortened")
                    .Event<GuestSponsorNamed>("guest_sponsor_named")
                    .Event<GuestAgreementAccepted>("guest_agreement_accepted")
                    .Event<GuestAccessEnded>("guest_access_ended")
            )
            .Stream<DuplicatePair>(s => s.Event<DuplicateDismissed>("duplicate_dismissed"))
            .Stream<PartnerOrganisation>(s =>
                s.Event<PartnerRegistered>("partner_registered")
                    .Event<PartnerTermsRevised>("partner_terms_revised")
                    .Event<PartnerEnded>("partner_ended")
                    .Event<PartnerContactDropped>("partner_contact_dropped")
            )
            .Stream<GuestAgreement>(s => s.Event<GuestAgreementRevised>("guest_agreement_revised"))
            .Stream<LinkedAccounts>(s =>
                s.Event<AccountLinked>("account_linked").Event<AccountUnlinked>("account_unlinked")
            )
            .Stream<RoleHolder>(s =>
                s.Event<RoleAssigned>("role_assigned")
                    .Event<RoleTermChanged>("role_term_changed")
                    .Event<RoleTermEndAnnounced>("role_term_end_announced")
                    .Event<RoleEnded>("role_ended")
            )
            .Stream<RoleRule>(s =>
                s.Event<RoleRuleAdded>("role_rule_added").Event<RoleRuleRemoved>("role_rule_removed")
            )
            .Stream<Erasure>(s =>
                s.Event<ErasureStarted>("erasure_started").Event<PersonalDataDestroyed>("personal_data_destroyed")
            )
            .Stream<ConsentKind>(s =>
                s.Event<ConsentTextPublished>("consent_text_published").Event<ConsentKindEnded>("consent_kind_ended")
            )
            .Stream<PersonConsents>(s =>
                s.Event<ConsentGiven>("consent_given").Event<ConsentWithdrawn>("consent_withdrawn")
            )
            .Stream<RetentionRule>(s =>
                s.Event<RetentionRuleSet>("retention_rule_set").Event<RetentionRuleRemoved>("retention_rule_removed")
            )
            .Stream<RetentionRun>(s =>
                s.Event<ExpiredDataDestroyed>("expired_data_destroyed")
                    .Event<RetentionRunCompleted>("retention_run_completed")
            )
            .Stream<ScimGroup>(s =>
                s.Event<GroupNamed>("group_named")
                    .Event<MembersAdded>("members_added")
                    .Event<MembersRemoved>("members_removed")
                    .Event<GroupDeleted>("group_deleted")
            )
            .Stream<IntegrationClient>(s =>
                s.Event<ClientRegistered>("client_registered")
                    .Event<TokenIssued>("token_issued")
                    .Event<TokenRevoked>("token_revoked")
            )
            .Stream<Sync>(s =>
                s.Event<SyncRequested>("sync_requested")
                    .Event<SyncPageRead>("sync_page_read")
                    .Event<SyncPlanned>("sync_planned")
                    .Event<SyncBatchWritten>("sync_batch_written")
                    .Event<SyncHeld>("sync_held")
                    .Event<SyncApproved>("sync_approved")
                    .Event<SyncRejected>("sync_rejected")
                    .Event<SyncCancelled>("sync_cancelled")
                    .Event<SyncCompleted>("sync_completed")
                    .Event<SyncFailed>("sync_failed")
                    .Event<SyncDataErased>("sync_data_erased")
                    .Event<SyncReportErased>("sync_report_erased")
            )
            .Stream<MentoringProgram>(s =>
                s.Event<ProgramDrafted>("program_drafted")
                    .Event<DraftRevised>("draft_revised")
                    .Event<ProgramPublished>("program_published")
                    .Event<ProgramRevised>("program_revised")
                    .Event<ProgramClosed>("program_closed")
            )
            .Stream<Finding>(s =>
                s.Event<FindingRecorded>("finding_recorded")
                    .Event<FindingActionPlanned>("finding_action_planned")
                    .Event<FindingResolved>("finding_resolved")
                    .Event<FindingDismissed>("finding_dismissed")
                    .Event<FindingReopened>("finding_reopened")
            )
            .Stream<Application>(s =>
                s.Event<ApplicationSubmitted>("application_submitted")
                    .Event<ApplicationRejected>("application_rejected")
                    .Event<ApplicationApproved>("application_approved")
                    .Event<GuidelinesAccepted>("guidelines_accepted")
                    .Event<ApplicantBecameReady>("applicant_became_ready")
                    .Event<TrainingValidityChanged>("training_validity_changed")
                    .Event<ApplicantNoLongerReady>("applicant_no_longer_ready")
                    .Event<ApplicationWithdrawn>("application_withdrawn")
                    .Event<InterviewPlanned>("interview_planned")
                    .Event<InterviewRescheduled>("interview_rescheduled")
                    .Event<InterviewCancelled>("interview_cancelled")
                    .Event<AssessmentRecorded>("assessment_recorded")
            )
            .Stream<MentorInvitation>(s =>
                s.Event<MentorInvited>("mentor_invited")
                    .Event<MentorInvitationDeclined>("mentor_invitation_declined")
                    .Event<MentorInvitationTakenUp>("mentor_invitation_taken_up")
                    .Event<MentorInvitationExpired>("mentor_invitation_expired")
            )
            .Stream<Notice>(s =>
                s.Event<NoticeRaised>("notice_raised")
                    .Event<NoticeSettled>("notice_settled")
                    .Event<NoticeReminded>("notice_reminded")
                    .Event<NoticeRead>("notice_read")
                    .Event<MailSent>("mail_sent")
                    .Event<MailPostponed>("mail_postponed")
                    .Event<MailSkipped>("mail_skipped")
                    .Event<MailRefused>("mail_refused")
            )
            .Stream<NoticePreferences>(s => s.Event<NoticePreferencesSet>("notice_preferences_set"))
            .Stream<ProgramCapacity>(s =>
                s.Event<CapacityTaken>("capacity_taken").Event<CapacityReleased>("capacity_released")
            );

    public static void AddProjections(StoreOptions options)
    {
        options.Projections.Add(new SitesProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PeopleProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new DismissedDuplicatesProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new LinkedAccountsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PersonalDataProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ConsentsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RetentionProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new SyncsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new EnrollmentDeadlinesProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new RoleAssignmentsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PartnersProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new GuestsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new UsersProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new GroupsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new IntegrationsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ApplicationsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ProgramCapacityProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new MentorInvitationsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new FindingsProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new NoticesProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ProgramsProjection(), ProjectionLifecycle.Async);
    }
}
