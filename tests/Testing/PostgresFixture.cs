using Npgsql;
using PeerNetwork.LocalServers;
using Xunit;

namespace PeerNetwork.Testing;

/// <summary>
/// A PostgreSQL for one group of tests. It can be crashed, and restarts with the same data on the same port.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly ServerSettings _settings = new(ServerFiles.New()) { Durable = false };

    private RunningServer? _server;

    /// <summary>The connection string of the superuser, in the default database.</summary>
    public string Address => Server.Address;

    /// <summary>The folder with the data and the log of the server.</summary>
    public string Folder => _settings.Folder;

    /// <summary>The path of the server's log.</summary>
    public string Log => Path.Combine(Folder, "log");

    private RunningServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync()
    {
        await ServerFiles.DeleteAbandoned();
        await Start();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await ServerFolder.Delete(_settings.Folder);
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public Task<string> NewDatabase() => TestServers.NewDatabaseOn(Address);

    /// <summary>
    /// Ends all server processes at once, as <c>pg_ctl stop -m immediate</c> does, and starts the server again. It then
    /// recovers from its write-ahead log.
    /// </summary>
    public async Task Crash()
    {
        Processes.Send(Server.ProcessId!.Value, Signal.Quit);
        await Eventually.Holds(() => Task.FromResult(!Server.IsAlive()), "the server to end");
        await Start();
        await using var pooled = new NpgsqlConnection(Address);
        NpgsqlConnection.ClearPool(pooled);
    }

    /// <summary>Runs a statement in the default database.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Address) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task Start() =>
        _server = await (await InstalledPostgres.In(_settings, CancellationToken.None)).Start(CancellationToken.None);
}
