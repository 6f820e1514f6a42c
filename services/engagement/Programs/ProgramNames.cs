using Marten;
using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Programs;

/// <summary>What lists and pages say of a program beside a mentorship.</summary>
public sealed class ProgramNames : TableProjection
{
    public string Name => "program_names";

    public string Schema =>
        """
            create table program_names (
                id uuid primary key, name text not null, starts date not null, ends date, meeting_every_days int not null);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is not ProgramLearned p)
            return;
        operations.QueueSql(
            $"""
            insert into program_names (id, name, starts, ends, meeting_every_days)
            values ({p.Program.Value}, {p.Name}, {p.Starts}, {p.Ends}, {p.MeetingEveryDays})
            on conflict (id) do update set name = excluded.name, starts = excluded.starts, ends = excluded.ends,
                meeting_every_days = excluded.meeting_every_days
            """
        );
    }
}
