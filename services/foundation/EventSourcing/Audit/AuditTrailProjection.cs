using JasperFx.Events;
using Marten;
using Weasel.Postgresql.Tables;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// The events of a service as overseers search them: who did what for whom, when, why, to which stream.
/// </summary>
/// <remarks>
/// Sequence numbers differ between installations, so a row refers to its event by stream and version.
/// </remarks>
public sealed class AuditTrailProjection : TableProjection
{
    public AuditTrailProjection()
        : base("audit_trail")
    {
        var entries = AddTable("audit_entries");
        entries.AddColumn("id", "uuid").AsPrimaryKey();
        entries.AddColumn("at", "timestamptz").NotNull();
        entries.AddColumn("actor", "text");
        entries.AddColumn("on_behalf_of", "text");
        entries.AddColumn("action", "text").NotNull();
        entries.AddColumn("stream", "uuid").NotNull();
        entries.AddColumn("version", "bigint").NotNull();
        entries.AddColumn("people", "uuid[]").NotNull();
        entries.AddColumn("reason", "jsonb");
        entries.AddColumn("correlation", "text");
        entries.AddColumn("cause", "text");
        AddIndex(entries, "audit_entries_by_time", ["at", "id"]);
        AddIndex(entries, "audit_entries_by_actor", ["actor", "at", "id"]);
        AddIndex(entries, "audit_entries_by_action", ["action", "at", "id"]);
        AddIndex(entries, "audit_entries_by_stream", ["stream", "at", "id"]);
        entries.Indexes.Add(
            new IndexDefinition("audit_entries_by_person") { Columns = ["people"], Method = IndexMethod.gin }
        );
    }

    protected internal override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is Tombstone)
            return;
        var metadata = EventMetadata.Of(e);
        operations.QueueSql(
            $"""
            insert into audit_entries (id, at, actor, on_behalf_of, action, stream, version, people, reason,
                correlation, cause)
            values ({e.Id}, {e.Timestamp}, {metadata.Actor}, {metadata.OnBehalfOf}, {e.EventTypeName}, {e.StreamId},
                {e.Version}, {EventPeople.Of(e.Data)}, {metadata.Reason}, {metadata.CorrelationId},
                {metadata.CausationId})
            """
        );
    }
}
