using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Programs;

/// <summary>What lists and pages say of a program beside a mentorship.</summary>
public sealed class ProgramNames : TableProjection
{
    public ProgramNames()
        : base("program_names")
    {
        var programNames = AddTable("program_names");
        programNames.AddColumn("id", "uuid").AsPrimaryKey();
        programNames.AddColumn("name", "text").NotNull();
        programNames.AddColumn("starts", "date").NotNull();
        programNames.AddColumn("ends", "date");
        programNames.AddColumn("meeting_every_days", "integer").NotNull();
    }

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
