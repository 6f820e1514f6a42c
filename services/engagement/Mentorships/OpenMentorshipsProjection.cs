using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>
/// The mentorships that are not closed, by program and person. Written inline: a reader must miss none.
/// </summary>
public sealed class OpenMentorshipsProjection : TableProjection
{
    public OpenMentorshipsProjection()
        : base("open_mentorships")
    {
        var openMentorships = AddTable("open_mentorships");
        openMentorships.AddColumn("id", "uuid").AsPrimaryKey();
        openMentorships.AddColumn("program", "uuid");
        AddIndex(openMentorships, "open_mentorships_by_program_id", ["program", "id"]);

        var members = AddTable("open_mentorship_members");
        members.AddColumn("mentorship", "uuid").AsPrimaryKey();
        members.AddColumn("person", "uuid").AsPrimaryKey();
        AddIndex(members, "open_mentorship_members_by_person_mentorship", ["person", "mentorship"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MentorshipStarted s:
                operations.QueueSql($"insert into open_mentorships values ({e.StreamId}, {s.Program?.Value})");
                foreach (var member in s.Members)
                    operations.QueueSql(
                        $"insert into open_mentorship_members values ({e.StreamId}, {member.Person.Value})"
                    );
                break;
            case MemberLeft l:
                operations.QueueSql(
                    $"""
                    delete from open_mentorship_members
                    where mentorship = {e.StreamId} and person = {l.Member.Person.Value}
                    """
                );
                break;
            case MentorshipClosed:
                operations.QueueSql($"delete from open_mentorships where id = {e.StreamId}");
                operations.QueueSql($"delete from open_mentorship_members where mentorship = {e.StreamId}");
                break;
        }
    }
}
