using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>The participations that this service knows of: a cohort is taken from them.</summary>
public sealed class ParticipantsProjection : TableProjection
{
    public ParticipantsProjection()
        : base("participants")
    {
        var participants = AddTable("participants");
        participants.AddColumn("id", "uuid").AsPrimaryKey();
        participants.AddColumn("program", "uuid").NotNull();
        participants.AddColumn("person", "uuid").NotNull();
        participants.AddColumn("site", "text").NotNull();
        participants.AddColumn("is_mentor", "boolean").NotNull();
        participants.AddColumn("is_mentee", "boolean").NotNull();
        participants.AddColumn("capacity", "integer").NotNull();
        participants.AddColumn("ready_at", "timestamptz").NotNull();
        participants.AddColumn("withdrawn", "boolean").NotNull().DefaultValueByExpression("false");
        participants.AddColumn("background", "jsonb");
        participants.AddColumn("paused_until", "timestamptz");
        participants.AddColumn("not_ready_reason", "text");
        AddIndex(participants, "participants_of_program", ["program", "person"]);
        AddIndex(participants, "participations_of_person", ["person"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ParticipantJoined p:
                Upsert(p, operations);
                break;
            case ParticipantNoLongerReady p:
                operations.QueueSql(
                    $"update participants set not_ready_reason = {p.Reason} where id = {p.Participation.Value}"
                );
                break;
            case ParticipantWithdrew p:
                operations.QueueSql($"update participants set withdrawn = true where id = {p.Participation.Value}");
                break;
            case ParticipantPaused p:
                operations.QueueSql(
                    $"update participants set paused_until = {p.Until} where id = {p.Participation.Value}"
                );
                break;
            case ParticipantResumed p:
                operations.QueueSql($"update participants set paused_until = null where id = {p.Participation.Value}");
                break;
        }
    }

    private static void Upsert(ParticipantJoined p, IDocumentOperations operations)
    {
        var (isMentor, isMentee) = (p.Role is not ParticipantRole.Mentee, p.Role is not ParticipantRole.Mentor);
        operations.QueueSql(
            $"""
            insert into participants (id, program, person, site, is_mentor, is_mentee, capacity, ready_at, background,
                not_ready_reason)
            values ({p.Participation.Value}, {p.Program.Value}, {p.Person.Value}, {p.SiteCode}, {isMentor}, {isMentee},
                {p.MentorCapacity}, {p.ReadyAt}, {p.Background}, {p.NotReadyReason})
            on conflict (id) do update set site = excluded.site, is_mentor = excluded.is_mentor,
                is_mentee = excluded.is_mentee, capacity = excluded.capacity,
                ready_at = excluded.ready_at, background = excluded.background,
                not_ready_reason = excluded.not_ready_reason
            """
        );
    }
}
