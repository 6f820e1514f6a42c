using Npgsql;

namespace PeerNetwork.LocalServers;

/// <summary>
/// Finds or starts PostgreSQL: given, in a container, or a private instance of the installed programs.
/// </summary>
public static class LocalPostgres
{
    private const string User = "postgres",
        MaxConnections = "max_connections=400";

    public static async Task<RunningServer> Start(ServerSettings settings, CancellationToken ct)
    {
        if (settings.Given is { Length: > 0 } given)
            return await Answers(given, ct) is { } reason
                ? throw new ServerUnavailableException($"The PostgreSQL that was given does not answer: {reason}")
                : new(given, "given");

        return await StartContainer(settings, ct) ?? await PrivatePostgres.Start(settings, ct);
    }

    /// <summary>The connection string of a database on the server, made when it does not exist yet.</summary>
    public static async Task<string> Database(string server, string name, CancellationToken ct)
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
    internal static async Task<string?> Answers(string server, CancellationToken ct)
    {
        try
        {
            var once = new NpgsqlConnectionStringBuilder(server)
            {
                Pooling = false,
                Timeout = 5,
                CommandTimeout = 5,
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

    internal static string Address(int port, string password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = User,
            Password = password,
            Database = "postgres",
        }.ConnectionString;

    internal static string[] Arguments(ServerSettings settings) =>
        settings.Durable ? ["-c", MaxConnections] : ["-c", MaxConnections, "-c", "fsync=off"];

    private static async Task<RunningServer?> StartContainer(ServerSettings settings, CancellationToken ct)
    {
        if (!await Containers.EngineRuns())
            return null;
        Directory.CreateDirectory(settings.Folder);
        var memory = ServerMemory.Recall(settings.Folder);
        memory = memory with { Ports = Ports.Choose(1, memory.Ports) };
        memory.Keep(settings.Folder);

        var started = await Containers.TryStart(
            settings,
            "postgres:17",
            [(5432, memory.Ports[0])],
            "/var/lib/postgresql/data",
            new() { ["POSTGRES_PASSWORD"] = memory.Password },
            Arguments(settings),
            ct
        );
        if (started is null)
            return null;
        var address = Address(memory.Ports[0], memory.Password);
        await Patience.Until(() => Answers(address, ct), "PostgreSQL in its container", started.Stop, ct);
        return started with { Address = address };
    }
}
