using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventStore;

namespace PeerNetwork.Enrollment;

/// <summary>The names under which streams and events are stored, for good.</summary>
public static class Stored
{
    public static EventStoreBuilder AddStreams(this EventStoreBuilder store) =>
        store
            .Stream<Site>("site", s => s.Event<SiteOpened>("site_opened").Event<SiteChanged>("site_changed"))
            .Stream<Person>(
                "person",
                s =>
                    s.Event<PersonHired>("person_hired")
                        .Event<PersonChanged>("person_changed")
                        .Event<ProfileDeclared>("profile_declared")
                        .Event<PersonLeft>("person_left")
                        .Event<TrainingCompleted>("training_completed")
            )
            .Stream<MentoringProgram>(
                "program",
                s =>
                    s.Event<ProgramDrafted>("program_drafted")
                        .Event<DraftRevised>("draft_revised")
                        .Event<ProgramPublished>("program_published")
                        .Event<ProgramRevised>("program_revised")
                        .Event<ProgramClosed>("program_closed")
            )
            .Stream<Application>(
                "application",
                s =>
                    s.Event<ApplicationSubmitted>("application_submitted")
                        .Event<ApplicationRefused>("application_refused")
                        .Event<ApplicationApproved>("application_approved")
                        .Event<GuidelinesAccepted>("guidelines_accepted")
                        .Event<ApplicantBecameReady>("applicant_became_ready")
                        .Event<ApplicationWithdrawn>("application_withdrawn")
            )
            .Stream<Places>("places", s => s.Event<PlaceTaken>("place_taken").Event<PlaceFreed>("place_freed"));

    public static void AddProjections(this EventStoreBuilder store) =>
        store
            .Inline<AllSites>()
            .Inline<AllPeople>()
            .Inline<AllApplications>()
            .Inline<PlacesCount>()
            .Async<AllPrograms>()
            .Unique("one_site_per_code", "A site with this code was added at the same time. Send the roster again.")
            .Unique(
                "one_person_per_employee_number",
                "A person with this employee number was added at the same time. Send the roster again."
            )
            .Unique(
                "one_open_application",
                "You have already applied to this program. Withdraw that application first."
            )
            .Services.AddSubscription(services => ActivatorUtilities.CreateInstance<Readiness>(services));
}
