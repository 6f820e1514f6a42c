using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.Findings;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Duplicates;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Retention;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Privacy;

/// <summary>What the events of this service say about one person.</summary>
public static class PersonalFacts
{
    /// <summary>What a person decided about others: the subject by its id, and the person's own words.</summary>
    public sealed record Decision(Guid On, PersonalText? Reason = null);

    /// <summary>An assessment as the applicant may read it.</summary>
    public sealed record AssessmentOfApplicant(
        Guid Application,
        PersonalValue<IReadOnlyList<CriterionScore>> Scores,
        PersonalText Comment,
        PersonalValue<SelectionOutcome> Outcome
    );

    /// <returns>Null where the event says nothing about the person.</returns>
    public static PersonalFact? Of(object data, Guid person) =>
        data switch
        {
            PersonAnnounced or PersonHired or PersonChanged or PersonLeft => new("Identity and employment", data),
            MergeEvent m when m.Person.Value == person => new("Identity and employment", data),
            DuplicateDismissed d when d.IsAbout(person) => new("Identity and employment", data),
            ProfileDeclared => new("Profile", data),
            PersonChangeScheduled or PersonChangeApplied or PersonChangeCancelled => new("Scheduled changes", data),
            UserProvisioned or UserDeprovisioned => new("Accounts and SCIM users", data),
            AccountLinkEvent a when a.Person.Value == person => new("Accounts and SCIM users", data),
            LegalHoldPlaced h when h.Person.Value == person => new("Legal hold", data),
            LegalHoldEnded h when h.Person.Value == person => new("Legal hold", data),
            GuestEvent g when g.Person.Value == person => new("Access as a guest", data),
            PersonConsentEvent => new("Consents", data),
            TrainingCompleted => new("Training", data),
            MembersAdded g => new("Groups", g with { Members = [new(person)] }),
            MembersRemoved g => new("Groups", g with { Members = [new(person)] }),
            AssessmentRecorded a when a.Person.Value == person => new(
                "Applications",
                new AssessmentOfApplicant(a.Application.Value, a.Scores, a.Comment, a.Outcome),
                "Who recorded the assessment."
            ),
            SelectionEvent s when s.Person.Value != person => new("Decisions on others", DecisionIn(s)!),
            ApplicationEvent => new("Applications", data),
            MentorInvitationEvent => new("Invitations to become a mentor", data),
            FindingEvent => new("Findings about programs", data),
            NoticeEvent or NoticePreferencesEvent => new("Notices", data),
            RoleEvent r when r.Person.Value == person => new("Roles", data),
            _ when DecisionIn(data) is { } decision => new("Decisions on others", decision),
            _ => null,
        };

    private static Decision? DecisionIn(object data) =>
        data switch
        {
            RoleAssigned r => new(r.Person.Value, r.Reason),
            RoleTermChanged r => new(r.Person.Value, r.Reason),
            RoleEnded r => new(r.Person.Value, r.Reason),
            RoleRuleAdded r => new(r.Rule.Value, r.Reason),
            RoleRuleRemoved r => new(r.Rule.Value),
            DuplicateMerged m => new(m.Person.Value, m.Reason),
            MergeUndone u => new(u.Person.Value, u.Reason),
            DuplicateDismissed d => new(d.Pair.Value, d.Reason),
            AccountUnlinked a => new(a.Person.Value),
            LegalHoldPlaced h => new(h.Person.Value, h.Reason),
            LegalHoldEnded h => new(h.Person.Value),
            GuestEvent g => new(g.Person.Value),
            GuestAgreementRevised => new(GuestAgreement.StreamId),
            PartnerEnded p => new(p.Partner.Value),
            ConsentTextPublished c => new(ConsentKind.IdOf(c.Kind)),
            ConsentKindEnded c => new(ConsentKind.IdOf(c.Kind)),
            RetentionRuleSet r => new(RetentionRule.IdOf(r.Kind)),
            RetentionRuleRemoved r => new(RetentionRule.IdOf(r.Kind)),
            SyncRequested s => new(s.Sync.Value, s.Reason),
            SyncApproved s => new(s.Sync.Value, s.Reason),
            SyncRejected s => new(s.Sync.Value, s.Reason),
            SyncCancelled s => new(s.Sync.Value),
            AssessmentRecorded a => new(a.Person.Value, a.Comment),
            SelectionEvent s => new(s.Person.Value),
            _ => null,
        };
}
