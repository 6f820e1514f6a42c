using Marten;
using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Replication;

/// <summary>
/// All events that the other services publish, without their answers to an erasure, and without those of people who
/// connect by themselves: these belong to no program, and no figure counts them. The contract itself is the stored
/// event. It changes only by optional fields, as events do.
/// </summary>
public static class ReplicatedEvents
{
    public static IReadOnlyList<ReplicatedEvent> All { get; } =
    [
        new ReplicatedEvent<SiteRecorded>("site_recorded", f => f.Site, f => f.Version),
        new ReplicatedEvent<PersonRecorded>(
            "person_recorded",
            f => f.Person,
            f => f.Version,
            Redacted: WithoutDescription
        ),
        new ReplicatedEvent<RolesRecorded>(
            "roles_recorded",
            f => DerivedId.From("role-holder", f.Person),
            f => f.Version
        ),
        new ReplicatedEvent<AccountsRecorded>(
            "accounts_recorded",
            f => DerivedId.From("linked-accounts", f.Person),
            f => f.Version
        ),
        new ReplicatedEvent<PersonErased>("person_erased", f => f.Person, f => f.Version),
        new ReplicatedEvent<ProgramPublished>("program_published", f => f.Program, f => f.Version),
        new ReplicatedEvent<ProgramClosed>("program_closed", f => f.Program, f => f.Version),
        new ReplicatedEvent<ApplicationSubmitted>("application_submitted", f => f.Application, f => f.Version),
        new ReplicatedEvent<ApplicationApproved>("application_approved", f => f.Application, f => f.Version),
        new ReplicatedEvent<ApplicantBecameReady>("applicant_became_ready", f => f.Application, f => f.Version),
        new ReplicatedEvent<ApplicantNoLongerReady>("applicant_no_longer_ready", f => f.Application, f => f.Version),
        new ReplicatedEvent<ApplicationRejected>("application_rejected", f => f.Application, f => f.Version),
        new ReplicatedEvent<ApplicationWithdrawn>("application_withdrawn", f => f.Application, f => f.Version),
        new ReplicatedEvent<RunPublished>("run_published", f => f.Run, f => f.Version),
        new ReplicatedEvent<MatchProposed>("match_proposed", f => f.Match, f => f.Version),
        new ReplicatedEvent<MatchAnswered>("match_answered", f => f.Match, f => f.Version),
        new ReplicatedEvent<MatchConfirmed>("match_confirmed", f => f.Match, f => f.Version),
        new ReplicatedEvent<MatchDeclined>("match_declined", f => f.Match, f => f.Version),
        new ReplicatedEvent<MatchInvalidated>("match_invalidated", f => f.Match, f => f.Version),
        new ReplicatedEvent<MentorshipStarted>("mentorship_started", f => f.Mentorship, f => f.Version),
        new ReplicatedEvent<AgreementAccepted>("agreement_accepted", f => f.Mentorship, f => f.Version),
        new ReplicatedEvent<GoalSet>("goal_set", f => f.Mentorship, f => f.Version, f => f.Goal),
        new ReplicatedEvent<GoalReached>("goal_reached", f => f.Mentorship, f => f.Version, f => f.Goal),
        new ReplicatedEvent<GoalDropped>("goal_dropped", f => f.Mentorship, f => f.Version, f => f.Goal),
        new ReplicatedEvent<SessionPlanned>("session_planned", f => f.Mentorship, f => f.Version, f => f.Session),
        new ReplicatedEvent<SessionRescheduled>(
            "session_rescheduled",
            f => f.Mentorship,
            f => f.Version,
            f => f.Session
        ),
        new ReplicatedEvent<SessionCancelled>("session_cancelled", f => f.Mentorship, f => f.Version, f => f.Session),
        new ReplicatedEvent<SessionHeld>("session_held", f => f.Mentorship, f => f.Version, f => f.Session),
        new ReplicatedEvent<SessionMissed>("session_missed", f => f.Mentorship, f => f.Version, f => f.Session),
        new ReplicatedEvent<CheckInGiven>("check_in_given", f => f.Mentorship, f => f.Version),
        new ReplicatedEvent<FeedbackGiven>("feedback_given", f => f.Mentorship, f => f.Version, f => f.Session),
        new ReplicatedEvent<BadgeAwarded>("badge_awarded", f => f.Mentorship, f => f.Version, f => f.Person),
        new ReplicatedEvent<MemberLeft>("member_left", f => f.Mentorship, f => f.Version, f => f.Member.Person),
        new ReplicatedEvent<MentorshipClosed>("mentorship_closed", f => f.Mentorship, f => f.Version),
    ];

    private static readonly Dictionary<Type, ReplicatedEvent> ByContract = All.ToDictionary(k => k.Contract);

    /// <summary>Figures count people by site, and their leaves. The description is for matching alone.</summary>
    private static PersonRecorded WithoutDescription(PersonRecorded p) =>
        new(p.Person, p.Version, p.Active, p.SiteCode, p.TimeZone, Manager: null, p.At)
        {
            Account = p.Account,
            Kind = p.Kind,
            OnLeave = p.OnLeave,
        };

    public static ReplicatedEvent Of(object message) => ByContract[message.GetType()];

    public static void AddReplicatedEvents(this StoreOptions options) =>
        options.Stream<SourceStream>(stream =>
        {
            foreach (var kind in All)
                kind.Store(stream);
        });

    public static void AddReplicatedEvents(this IBusRegistrationConfigurator bus)
    {
        foreach (var kind in All)
            kind.Consume(bus);
    }
}
