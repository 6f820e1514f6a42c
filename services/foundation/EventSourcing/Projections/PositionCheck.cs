using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Lets a batch of the daemon fail whose shard was moved by another replica. Marten 9.58 sees this only while no other
/// statement of the batch changed a row; else it writes a warning and commits the effects a second time.
/// </summary>
internal static class PositionCheck
{
    /// <summary>To be queued after the position: its row then was written by this very transaction.</summary>
    /// <remarks>
    /// It changes nothing and returns no rows: behind a result set Marten would not see later errors.
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
