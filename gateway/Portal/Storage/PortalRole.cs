using Marten;
using Npgsql;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Portal.Storage;

/// <summary>The database role of the running portal: it writes documents, and cannot change their tables.</summary>
internal sealed class PortalRole(IDocumentStore store) : IServiceRole
{
    public async Task Grant(string role, CancellationToken ct)
    {
        var name = new NpgsqlCommandBuilder().QuoteIdentifier(role);
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(ct);
        await using var grant = new NpgsqlCommand(
            $"""
            grant usage on schema {StorageRegistration.Schema} to {name};
            grant select, insert, update, delete on all tables in schema {StorageRegistration.Schema} to {name};
            """,
            connection
        );
        await grant.ExecuteNonQueryAsync(ct);
    }
}
