using Npgsql;

namespace PeerNetwork.LocalServers;

/// <summary>Databases of a PostgreSQL, however it was started.</summary>
public static class Databases
{
    private const int TimeoutSeconds = 5;

    /// <summary>The connection string of a database on the server, made when it does not exist yet.</summary>
    public static async Task<string> Create(string server, string name, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(ct);
        await using var find = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await find.ExecuteScalarAsync(ct) is null)
        {
            await using var create = new NpgsqlCommand($"create database \"{name.Replace("\"", "\"\"")}\"", connection);
            await create.ExecuteNonQueryAsync(ct);
        }

        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <returns>Null when the server answers, else why not.</returns>
    public static async Task<string?> Problem(string server, CancellationToken ct)
    {
        try
        {
            var once = new NpgsqlConnectionStringBuilder(server)
            {
                Pooling = false,
                Timeout = TimeoutSeconds,
                CommandTimeout = TimeoutSeconds,
            };
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(ct);
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return e.Message;
        }
    }
}
