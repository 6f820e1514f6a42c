using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.Notes;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Privacy;

/// <summary>Where this service holds data on a person.</summary>
public sealed class PersonalDataProjection : PersonalStreamsProjection
{
    public override IEnumerable<PersonMention> MentionsIn(object data) =>
        data switch
        {
            WorkingHoursSet p => Whole(p.Person),
            PersonLeft p => Whole(p.Person),
            PersonLeaveReported p => Whole(p.Person),
            MentorshipStarted m => Whole([.. m.Members.Select(member => member.Person)]),
            // A coordinator is not a member.
            MentorshipClosed { By: { } by } => [new(by.Value, WholeStream: false)],
            MemberLeft { By: { } by } => [new(by.Value, WholeStream: false)],
            RoadmapStepSkipped s => [new(s.By.Value, WholeStream: false)],
            NoteWritten n => Whole([n.Author, .. n.Partners]),
            _ => [],
        };

    private static IEnumerable<PersonMention> Whole(params PersonId[] people) =>
        people.Select(person => new PersonMention(person.Value, WholeStream: true));
}
