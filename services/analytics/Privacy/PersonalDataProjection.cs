using PeerNetwork.Contracts;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Privacy;

/// <summary>Where this service holds data on a person: all of the streams in which the person is named.</summary>
/// <remarks>A match and its mentorship are one stream here, and the order in which events arrive is open.</remarks>
public sealed class PersonalDataProjection : PersonalStreamsProjection
{
    public override IEnumerable<PersonMention> MentionsIn(object data) =>
        data switch
        {
            PersonRecorded p => Whole(p.Person),
            RolesRecorded r => Whole(r.Person),
            AccountsRecorded a => Whole(a.Person),
            ApplicationSubmitted a => Whole(a.Person),
            ApplicationApproved a => Whole(a.Person),
            ApplicantBecameReady a => Whole(a.Person),
            ApplicantNoLongerReady a => Whole(a.Person),
            ApplicationRejected a => Whole(a.Person),
            ApplicationWithdrawn a => Whole(a.Person),
            MatchProposed m => Whole(m.Members),
            MatchAnswered a => Whole(a.Person),
            MatchConfirmed m => Whole(m.Members),
            MatchDeclined m => Whole(m.Members),
            MatchInvalidated m => Whole(m.Members),
            MentorshipStarted m => Whole(m.Members),
            MemberLeft l => Whole(l.Member.Person),
            MentorshipClosed m => Whole(m.Members),
            CheckInGiven c => Whole(c.Person),
            FeedbackGiven f => Whole(f.Person),
            BadgeAwarded b => Whole(b.Person),
            _ => [],
        };

    private static IEnumerable<PersonMention> Whole(IReadOnlyList<Member> members) =>
        members.SelectMany(member => Whole(member.Person));

    private static IEnumerable<PersonMention> Whole(Guid person) => [new(person, WholeStream: true)];
}
