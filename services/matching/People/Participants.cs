using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>The participations that this service knows of: a cohort is taken from them.</summary>
public sealed class Participants : TableProjection
{
    public Participants()
        : base("participants")
    {
        var participants = AddTable("participants");
        participants.AddColumn("id", "uuid").AsPrimaryKey();
        participants.AddColumn("program", "uuid").NotNull();
        participants.AddColumn("person", "uuid").NotNull();
        participants.AddColumn("site", "text").NotNull();
        participants.AddColumn("mentors", "boolean").NotNull();
        participants.AddColumn("mentored", "boolean").NotNull();
        participants.AddColumn("capacity", "integer").NotNull();
        participants.AddColumn("goals", "text[]").NotNull();
        participants.AddColumn("ready_at", "timestamptz").NotNull();
        participants.AddColumn("withdrawn", "boolean").NotNull().DefaultValueByExpression("false");
        participants.AddColumn("background", "jsonb");
        AddIndex(participants, "participants_of_program", ["program", "person"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ParticipantJoined p:
                Put(p, operations);
                break;
            case ParticipantWithdrew p:
                operations.QueueSql($"update participants set withdrawn = true where id = {p.Participation.Value}");
                break;
        }
    }

    private static void Put(ParticipantJoined p, IDocumentOperations operations)
    {
        var (mentors, mentored) = (p.Role is not ParticipantRole.Mentee, p.Role is not ParticipantRole.Mentor);
        operations.QueueSql(
            $"""
            insert into participants (id, program, person, site, mentors, mentored, capacity, goals, ready_at,
                background)
            values ({p.Participation.Value}, {p.Program.Value}, {p.Person.Value}, {p.SiteCode}, {mentors}, {mentored},
                {p.MentorCapacity}, {p.Goals.ToArray()}, {p.ReadyAt}, {p.Background})
            on conflict (id) do update set site = excluded.site, mentors = excluded.mentors,
                mentored = excluded.mentored, capacity = excluded.capacity, goals = excluded.goals,
                ready_at = excluded.ready_at, background = excluded.background
            """
        );
    }
}
