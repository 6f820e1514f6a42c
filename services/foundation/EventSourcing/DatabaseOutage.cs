using Npgsql;

namespace PeerNetwork.EventSourcing;

public static class DatabaseOutage
{
    /// <summary>PostgreSQL ended a session that was idle in a transaction. Npgsql does not call it transient.</summary>
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>
    /// Whether the database was unavailable or busy, so that the same work may succeed later. Marten wraps such errors
    /// in its own exceptions.
    /// </summary>
    public static bool IsDatabaseOutage(this Exception exception) =>
        exception is NpgsqlException { IsTransient: true }
        || exception is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or IdleInTransactionTimeout }
        || (exception.InnerException is { } inner && inner.IsDatabaseOutage());
}
