using PeerNetwork.EventStore;

namespace PeerNetwork.Engagement.Mentorships;

/// <summary>The mentorships that are not closed, by program and person. Written inline: a reader must miss none.</summary>
public sealed class OpenMentorships : IProjection
{
    public string Name => "open_mentorships";

    public string Schema =>
        """
            create table open_mentorships (id uuid primary key, program uuid not null, mentor uuid not null, mentee uuid not null);
            create index on open_mentorships (program, id);
            create index on open_mentorships (mentor, id);
            create index on open_mentorships (mentee, id);
            """;

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        switch (e.Data)
        {
            case MentorshipStarted s:
                sql.Add(
                    $"insert into open_mentorships values ({e.Stream}, {s.Program.Value}, {s.Mentor.Value}, {s.Mentee.Value})"
                );
                break;
            case MentorshipClosed:
                sql.Add($"delete from open_mentorships where id = {e.Stream}");
                break;
        }
    }
}
