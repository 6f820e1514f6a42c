using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>The database role of the running process, as which it logs in.</summary>
public interface IServiceRole
{
    /// <summary>Grants the role what it needs in all tables. The owner does so after each change of the
    /// schema.</summary>
    /// <param name="role">A role of the server; the owner of the database is a member of it.</param>
    Task Grant(string role, CancellationToken ct);
}

/// <summary>
/// The database role of the running service. It writes everything, but streams and the audit chain only grow: it cannot
/// change or delete events or their links, nor delete streams, nor change their schema. Projections can be rebuilt, so
/// their schemas belong to it.
/// </summary>
public sealed class ServiceRole(EventDatabase database, ProjectionVersions projections) : IServiceRole
{
    public async Task Grant(string role, CancellationToken ct)
    {
        var (schema, name) = (database.Schema, new NpgsqlCommandBuilder().QuoteIdentifier(role));
        var versions = await projections.List(ct);
        await using var connection = await database.OpenUnpooledConnection(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Execute(
            $"""
            grant usage on schema {schema} to {name};
            grant select, insert, update, delete on all tables in schema {schema} to {name};
            revoke update, delete on {schema}.mt_events from {name};
            revoke delete on {schema}.mt_streams from {name};
            revoke update, delete on {schema}.{AuditTables.Links} from {name};
            revoke delete on {schema}.{AuditTables.Heads} from {name};
            grant usage, select on all sequences in schema {schema} to {name};
            """,
            ct
        );
        foreach (var version in versions)
            await connection.Execute(
                $"""
                alter schema {version.Schema} owner to {name};
                grant select, insert, update, delete on all tables in schema {version.Schema} to {name};
                """,
                ct
            );
        await transaction.CommitAsync(ct);
    }
}
