using Marten;
using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Facts;

/// <summary>
/// Everything that the other services publish. The contract itself is the stored event: it changes only by optional
/// fields, as events do.
/// </summary>
public static class AllFacts
{
    public static IReadOnlyList<Fact> Kinds { get; } =
    [
        new Fact<SiteRecorded>("site_recorded", f => f.Site, f => f.Version),
        new Fact<PersonRecorded>("person_recorded", f => f.Person, f => f.Version),
        new Fact<ProgramPublished>("program_published", f => f.Program, f => f.Version),
        new Fact<ProgramClosed>("program_closed", f => f.Program, f => f.Version),
        new Fact<ApplicationSubmitted>("application_submitted", f => f.Application, f => f.Version),
        new Fact<ApplicationApproved>("application_approved", f => f.Application, f => f.Version),
        new Fact<ApplicantBecameReady>("applicant_became_ready", f => f.Application, f => f.Version),
        new Fact<ApplicationRefused>("application_refused", f => f.Application, f => f.Version),
        new Fact<ApplicationWithdrawn>("application_withdrawn", f => f.Application, f => f.Version),
        new Fact<RunPublished>("run_published", f => f.Run, f => f.Version),
        new Fact<MatchProposed>("match_proposed", f => f.Match, f => f.Version),
        new Fact<MatchConfirmed>("match_confirmed", f => f.Match, f => f.Version),
        new Fact<MatchDeclined>("match_declined", f => f.Match, f => f.Version),
        new Fact<MentorshipStarted>("mentorship_started", f => f.Mentorship, f => f.Version),
        new Fact<AgreementAccepted>("agreement_accepted", f => f.Mentorship, f => f.Version),
        new Fact<GoalSet>("goal_set", f => f.Mentorship, f => f.Version, f => f.Goal),
        new Fact<GoalReached>("goal_reached", f => f.Mentorship, f => f.Version, f => f.Goal),
        new Fact<GoalDropped>("goal_dropped", f => f.Mentorship, f => f.Version, f => f.Goal),
        new Fact<SessionPlanned>("session_planned", f => f.Mentorship, f => f.Version, f => f.Session),
        new Fact<SessionRescheduled>("session_rescheduled", f => f.Mentorship, f => f.Version, f => f.Session),
        new Fact<SessionCancelled>("session_cancelled", f => f.Mentorship, f => f.Version, f => f.Session),
        new Fact<SessionHeld>("session_held", f => f.Mentorship, f => f.Version, f => f.Session),
        new Fact<SessionMissed>("session_missed", f => f.Mentorship, f => f.Version, f => f.Session),
        new Fact<CheckInGiven>("check_in_given", f => f.Mentorship, f => f.Version),
        new Fact<FeedbackGiven>("feedback_given", f => f.Mentorship, f => f.Version, f => f.Session),
        new Fact<BadgeAwarded>("badge_awarded", f => f.Mentorship, f => f.Version, f => f.Person),
        new Fact<MentorshipClosed>("mentorship_closed", f => f.Mentorship, f => f.Version),
    ];

    private static readonly Dictionary<Type, Fact> ByContract = Kinds.ToDictionary(k => k.Contract);

    public static Fact KindOf(object fact) => ByContract[fact.GetType()];

    public static void AddFacts(this StoreOptions options) =>
        options.Stream<Source>(stream =>
        {
            foreach (var kind in Kinds)
                kind.Store(stream);
        });

    public static void AddFacts(this IBusRegistrationConfigurator bus)
    {
        foreach (var kind in Kinds)
            kind.Consume(bus);
    }
}
