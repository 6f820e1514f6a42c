using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Fails a batch of the daemon if another replica has moved the shard. Marten 9.58 detects this only if no other
/// statement of the batch changed a row. Otherwise it logs a warning and commits the effects a second time.
/// </summary>
internal static class PositionCheck
{
    /// <summary>
    /// Must be queued after the update of the position: the row must have been written by this transaction.
    /// </summary>
    /// <remarks>
    /// The statement changes nothing and returns no rows. After a result set Marten would miss later errors.
    /// </remarks>
    public static void RequirePositionOf(this IDocumentOperations operations, string shard) =>
        operations.QueueSql(
            $"""
            update mt_event_progression set last_seq_id = last_seq_id
            where name = {shard} and case when xmin = pg_current_xact_id()::xid then false
                else (name || ' was moved by another replica')::boolean end
            """
        );
}
