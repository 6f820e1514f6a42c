using Npgsql;

namespace PeerNetwork.EventSourcing;

public static class DatabaseOutage
{
    /// <summary>Errors that Npgsql does not call transient.</summary>
    private static readonly string[] Outages =
    [
        PostgresErrorCodes.QueryCanceled,
        // The server has become, or is, a replica: the primary moves.
        PostgresErrorCodes.ReadOnlySqlTransaction,
        // A session that was idle in a transaction was ended.
        "25P03",
    ];

    /// <summary>
    /// Whether the database was unavailable or busy, so that the same work may succeed later. Marten wraps such errors
    /// in its own exceptions.
    /// </summary>
    public static bool IsDatabaseOutage(this Exception exception) =>
        exception switch
        {
            PostgresException e => e.IsTransient || Outages.Contains(e.SqlState),
            // It does not come from the server, but from the way to it. "No suitable host was found" is not transient
            // for Npgsql, although the primary only moves to another host.
            NpgsqlException => true,
            _ => false,
        } || (exception.InnerException is { } inner && inner.IsDatabaseOutage());
}
