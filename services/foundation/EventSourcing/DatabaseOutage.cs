using Npgsql;

namespace PeerNetwork.EventSourcing;

public static class DatabaseOutage
{
    /// <summary>
    /// Whether the database was unavailable or busy, so that the same work may succeed later. Marten wraps such errors
    /// in its own exceptions.
    /// </summary>
    public static bool IsDatabaseOutage(this Exception exception) =>
        exception is NpgsqlException { IsTransient: true }
        || (exception.InnerException is { } inner && inner.IsDatabaseOutage());
}
