using Marten;
using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>The mentorships that are not closed, by program and person. Written inline: a reader must miss none.</summary>
public sealed class OpenMentorships : TableProjection
{
    public string Name => "open_mentorships";

    public string Schema =>
        """
            create table open_mentorships (id uuid primary key, program uuid not null, mentor uuid not null, mentee uuid not null);
            create index on open_mentorships (program, id);
            create index on open_mentorships (mentor, id);
            create index on open_mentorships (mentee, id);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case MentorshipStarted s:
                operations.QueueSql(
                    $"insert into open_mentorships values ({e.StreamId}, {s.Program.Value}, {s.Mentor.Value}, {s.Mentee.Value})"
                );
                break;
            case MentorshipClosed:
                operations.QueueSql($"delete from open_mentorships where id = {e.StreamId}");
                break;
        }
    }
}
