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

namespace PeerNetwork.Enrollment.Privacy;

/// <summary>Where this service holds data on a person.</summary>
/// <remarks>A manager is part of the data on the employee, and is not found by it.</remarks>
public sealed class PersonalDataProjection : PersonalStreamsProjection
{
    public override IEnumerable<PersonMention> MentionsIn(object data) =>
        data switch
        {
            PersonAnnounced p => [Whole(p.Person)],
            PersonHired p => [Whole(p.Person)],
            DuplicateMerged m => [One(m.By)],
            MergeUndone u => [One(u.By)],
            DuplicateDismissed d => [One(d.One.Value), One(d.Other.Value), One(d.By)],
            ApplicationSubmitted a => [Whole(a.Person)],
            InterviewPlanned i => [One(i.By), One(i.Interview.Interviewer.Value)],
            InterviewRescheduled i => [One(i.By), One(i.Interview.Interviewer.Value)],
            SelectionEvent s => [One(s.By)],
            MentorInvited i => [Whole(i.Person)],
            NoticeEvent n and (NoticeRaised or NoticeSettled) => [Whole(n.Person)],
            NoticePreferencesSet p => [Whole(p.Person)],
            AccountLinked a => [Whole(a.Person)],
            AccountUnlinked { By: { } by } => [One(by)],
            RoleAssigned { Assignment.OnBehalfOf: { } delegator } r =>
            [
                Whole(r.Person),
                One(r.By),
                One(delegator.Value),
            ],
            RoleAssigned r => [Whole(r.Person), One(r.By)],
            RoleTermChanged r => [One(r.By)],
            RoleEnded { By: { } by } => [One(by)],
            RoleRuleAdded r => [One(r.By)],
            RoleRuleRemoved r => [One(r.By)],
            MembersAdded g => g.Members.Select(member => One(member.Value)),
            MembersRemoved g => g.Members.Select(member => One(member.Value)),
            LegalHoldPlaced h => [One(h.By)],
            LegalHoldEnded h => [One(h.By)],
            ConsentGiven c => [Whole(c.Person)],
            ConsentTextPublished c => [One(c.By)],
            ConsentKindEnded c => [One(c.By)],
            RetentionRuleSet r => [One(r.By)],
            RetentionRuleRemoved r => [One(r.By)],
            SyncRequested { By: { } by } => [One(by)],
            SyncApproved s => [One(s.By)],
            SyncRejected s => [One(s.By)],
            SyncCancelled s => [One(s.By)],
            GuestInvited i => [One(i.Sponsor.Value), One(i.By)],
            GuestTermExtended x => [One(x.By)],
            GuestSponsorNamed n => [One(n.Sponsor.Value), One(n.By)],
            GuestAccessEnded { By: { } by } => [One(by)],
            GuestAgreementRevised r => [One(r.By)],
            PartnerEnded p => [One(p.By)],
            FindingEvent f => [One(f.By)],
            _ => [],
        };

    private static PersonMention Whole(PersonId person) => new(person.Value, WholeStream: true);

    private static PersonMention One(Guid person) => new(person, WholeStream: false);
}
