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
        openMentorships.AddColumn("program", "uuid").NotNull();
        openMentorships.AddColumn("mentor", "uuid").NotNull();
        openMentorships.AddColumn("mentee", "uuid").NotNull();
        AddIndex(openMentorships, "open_mentorships_by_program_id", ["program", "id"]);
        AddIndex(openMentorships, "open_mentorships_by_mentor_id", ["mentor", "id"]);
        AddIndex(openMentorships, "open_mentorships_by_mentee_id", ["mentee", "id"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MentorshipStarted s:
                operations.QueueSql(
                    $"""
                    insert into open_mentorships
                    values ({e.StreamId}, {s.Program.Value}, {s.Mentor.Value}, {s.Mentee.Value})
                    """
                );
                break;
            case MentorshipClosed:
                operations.QueueSql($"delete from open_mentorships where id = {e.StreamId}");
                break;
        }
    }
}
