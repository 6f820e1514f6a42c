using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>
/// What has come to its end and can be destroyed, and the people who are to be kept. Written with the append, so that a
/// run does not find a person who has just returned.
/// </summary>
public sealed class RetentionProjection : TableProjection
{
    public RetentionProjection()
        : base("retention")
    {
        var ended = AddTable("ended_data");
        ended.AddColumn("id", "uuid").AsPrimaryKey();
        ended.AddColumn("kind", "text").NotNull();
        ended.AddColumn("ended_at", "timestamptz").NotNull();
        AddIndex(ended, "ended_data_of_a_kind", ["kind", "id"]);

        var holds = AddTable("legal_holds");
        holds.AddColumn("person", "uuid").AsPrimaryKey();

        var starts = AddTable("expected_starts");
        starts.AddColumn("change", "uuid").AsPrimaryKey();
        starts.AddColumn("person", "uuid").NotNull();
        AddIndex(starts, "expected_starts_of_a_person", ["person"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case PersonAnnounced a:
                Announce(a, operations);
                break;
            case PersonHired h:
                Delete(h.Person.Value, operations);
                break;
            case PersonLeft l:
                End(RetentionKind.PeopleWhoLeft, l.Person.Value, l.At, operations);
                break;
            case MergedInto m:
                Delete(m.Person.Value, operations);
                break;
            case MergeEvent m when m.Facts.Active:
                Delete(m.Person.Value, operations);
                break;
            case MergeEvent m:
                End(KindOf(m.Facts), m.Person.Value, m.At, operations);
                break;
            case PersonErased p:
                Delete(p.Person.Value, operations);
                break;
            case LegalHoldPlaced h:
                operations.QueueSql($"insert into legal_holds values ({h.Person.Value}) on conflict do nothing");
                break;
            case LegalHoldEnded h:
                operations.QueueSql($"delete from legal_holds where person = {h.Person.Value}");
                break;
            case PersonChangeScheduled s when s.Change.Value?.Status == EmploymentStatus.Active:
                operations.QueueSql($"insert into expected_starts values ({s.Id.Value}, {s.Person.Value})");
                break;
            case PersonChangeApplied a:
                operations.QueueSql($"delete from expected_starts where change = {a.Id.Value}");
                break;
            case PersonChangeCancelled c:
                operations.QueueSql($"delete from expected_starts where change = {c.Id.Value}");
                break;
            case SyncDataErased s:
                End(RetentionKind.SyncReports, s.Sync.Value, s.At, operations);
                break;
            case SyncReportErased s:
                Delete(s.Sync.Value, operations);
                break;
        }
    }

    private static RetentionKind KindOf(PersonFacts facts) =>
        facts.WasHired ? RetentionKind.PeopleWhoLeft : RetentionKind.PeopleWhoNeverStarted;

    /// <summary>A person who has worked here before stays one who left.</summary>
    private static void Announce(PersonAnnounced a, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            insert into ended_data values ({a.Person.Value}, {EnumText.Of(RetentionKind.PeopleWhoNeverStarted)}, {a.At})
            on conflict (id) do update set ended_at = excluded.ended_at
            """
        );

    private static void End(RetentionKind kind, Guid id, DateTimeOffset at, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            insert into ended_data values ({id}, {EnumText.Of(kind)}, {at})
            on conflict (id) do update set kind = excluded.kind, ended_at = excluded.ended_at
            """
        );

    private static void Delete(Guid id, IDocumentOperations operations) =>
        operations.QueueSql($"delete from ended_data where id = {id}");
}
