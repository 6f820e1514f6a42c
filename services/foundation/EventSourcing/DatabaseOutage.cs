using Marten.Exceptions;
using Npgsql;

namespace PeerNetwork.EventSourcing;

public static class DatabaseOutage
{
    /// <summary>Whether the database was away or busy: the same work may succeed later.</summary>
    public static bool IsDatabaseOutage(this Exception exception) =>
        exception
            is NpgsqlException { IsTransient: true }
                or MartenCommandException { InnerException: NpgsqlException { IsTransient: true } };
}
