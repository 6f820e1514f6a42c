using Npgsql;

namespace PeerNetwork.EventSourcing;

public static class DatabaseOutage
{
    /// <summary>
    /// Whether the database was away or busy: the same work may succeed later. Marten wraps this in exceptions of its
    /// own, also where a key could not be loaded while an event was read.
    /// </summary>
    public static bool IsDatabaseOutage(this Exception exception) =>
        exception is NpgsqlException { IsTransient: true }
        || (exception.InnerException is { } inner && inner.IsDatabaseOutage());
}
