using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Duplicates;

/// <summary>
/// The pairs that were dismissed. Written with the append, so that a list does not show a pair again.
/// </summary>
public sealed class DismissedDuplicatesProjection : TableProjection
{
    public DismissedDuplicatesProjection()
        : base("dismissed_duplicates") => AddTable("dismissed_duplicates").AddColumn("id", "uuid").AsPrimaryKey();

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is DuplicateDismissed d)
            operations.QueueSql($"insert into dismissed_duplicates values ({d.Pair.Value})");
    }
}
