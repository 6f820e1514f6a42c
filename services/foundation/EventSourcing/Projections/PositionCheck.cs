using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Lets a batch of the daemon fail whose shard was moved by another replica. Marten 9.58 sees this only while no other
/// statement of the batch changed a row; else it writes a warning and commits the effects a second time.
/// </summary>
internal static class PositionCheck
{
    /// <summary>To be queued after the position: its row then was written by this very transaction.</summary>
    public static void RequirePositionOf(this IDocumentOperations operations, string shard) =>
        operations.QueueSql(
            $"""
            select case when count(*) filter (where xmin = pg_current_xact_id()::xid) = 1 then 1
                else (coalesce(max(name), 'a shard') || ' was moved by another replica')::int end
            from mt_event_progression where name = {shard}
            """
        );
}
