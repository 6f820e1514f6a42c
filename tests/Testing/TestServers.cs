using Npgsql;
using PeerNetwork.LocalServers;
using PeerNetwork.SharedServers;

namespace PeerNetwork.Testing;

/// <summary>
/// The PostgreSQL and RabbitMQ servers, which are started once for each test run and shared by its test processes.
/// </summary>
/// <remarks>
/// ConnectionStrings__postgres, ConnectionStrings__rabbitmq and ConnectionStrings__rabbitmqmanagement
/// (http://user:password@host:port/) name existing servers. The PostgreSQL user must be allowed to create databases,
/// and the RabbitMQ user virtual hosts.
/// </remarks>
public static class TestServers
{
    private static readonly Lazy<Task<ServerAddresses>> Servers = new(Find);

    /// <summary>The connection string of a new, empty database.</summary>
    public static async Task<string> NewDatabase() => await NewDatabaseOn((await Servers.Value).Postgres);

    internal static async Task<string> NewDatabaseOn(string server) =>
        Shared(await Databases.Create(server, NewName(), CancellationToken.None));

    /// <summary>The connection string of a copy of a database to which nothing is connected.</summary>
    internal static async Task<string> CopyDatabase(string template)
    {
        var (server, name) = ((await Servers.Value).Postgres, NewName());
        var source = new NpgsqlConnectionStringBuilder(template).Database;
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var copy = new NpgsqlCommand($"create database {name} template {source}", connection);
        await copy.ExecuteNonQueryAsync();
        return Shared(new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString);
    }

    private static string NewName() => $"test_{Guid.CreateVersion7():N}";

    /// <summary>Many fixtures share the server's connections, so idle ones are closed soon.</summary>
    private static string Shared(string database) =>
        new NpgsqlConnectionStringBuilder(database)
        {
            MaxPoolSize = 40,
            ConnectionIdleLifetime = 10,
            ConnectionPruningInterval = 5,
            IncludeErrorDetail = true,
        }.ConnectionString;

    /// <summary>The amqp URI of a new virtual host.</summary>
    public static async Task<string> NewVirtualHost()
    {
        var servers = await Servers.Value;
        return await TestRabbitMq.VirtualHost(
            new(servers.RabbitMq),
            Management(servers),
            $"test-{Guid.CreateVersion7():N}",
            CancellationToken.None
        );
    }

    private static Uri Management(ServerAddresses servers) =>
        servers.Management is { } address
            ? new(address)
            : throw new ServerUnavailableException(
                "Set ConnectionStrings__rabbitmqmanagement too: the tests make virtual hosts through it."
            );

    private static async Task<ServerAddresses> Find()
    {
        // Kept for the life of this process: its lock shows that the servers are in use.
        var shared = await ServersOfTestRun.Use(ServerFiles.Shared);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => shared.DisposeAsync().AsTask().Wait();
        return shared.Addresses;
    }
}
