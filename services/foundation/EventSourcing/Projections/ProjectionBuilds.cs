using Npgsql;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Stores which projection versions are complete. A service is not ready while a version lacks events.
/// </summary>
public sealed class ProjectionBuilds(EventDatabase database)
{
    internal const string Table = "projection_builds";

    /// <summary>The schemas of all complete versions.</summary>
    internal async Task<HashSet<string>> All(CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand($"select name from {database.Schema}.{Table}");
        var names = new HashSet<string>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            names.Add(rows.GetString(0));
        return names;
    }

    /// <summary>Records, in the transaction of this connection, that a version is complete.</summary>
    internal async Task Add(TableProjection projection, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {database.Schema}.{Table} (name) values ($1) on conflict do nothing",
            connection
        );
        command.Parameters.Add(new() { Value = projection.SchemaName });
        await command.ExecuteNonQueryAsync(ct);
    }
}
