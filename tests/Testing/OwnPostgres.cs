using System.Diagnostics;
using Npgsql;
using PeerNetwork.LocalServers;
using Xunit;

namespace PeerNetwork.Testing;

/// <summary>
/// A PostgreSQL that a group of tests has to itself: it can be crashed and comes back with the same data on the same
/// port.
/// </summary>
public sealed class OwnPostgres : IAsyncLifetime
{
    private const string Folders = "own-postgres-";

    private readonly ServerSettings _settings = new(
        Path.Combine(TestServers.Folder, $"{Folders}{Environment.ProcessId}")
    )
    {
        Durable = false,
    };

    private RunningServer? _server;

    /// <summary>As the user who may do everything, in the database that is always there.</summary>
    public string Address => Server.Address;

    /// <summary>What the server writes down of itself.</summary>
    public string Log => Path.Combine(_settings.Folder, "log");

    private RunningServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync()
    {
        await ForgetThoseOfTheDead();
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
    /// Ends all server processes at once, as <c>pg_ctl stop -m immediate</c> does, and starts the server again, which
    /// then recovers from its log.
    /// </summary>
    public async Task Crash()
    {
        Processes.Send(Server.ProcessId!.Value, Signal.Quit);
        await Eventually.Holds(() => Task.FromResult(!Server.IsAlive()), "the server to end");
        await Start();
        await using var pooled = new NpgsqlConnection(Address);
        NpgsqlConnection.ClearPool(pooled);
    }

    /// <summary>Runs a statement outside every database under test.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Address) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A test process that was killed has left its server running.</summary>
    private static async Task ForgetThoseOfTheDead()
    {
        Directory.CreateDirectory(TestServers.Folder);
        var processes = Process.GetProcesses().Select(p => $"{p.Id}").ToHashSet();
        foreach (var folder in Directory.EnumerateDirectories(TestServers.Folder, $"{Folders}*"))
            if (!processes.Contains(folder.Split('-')[^1]))
                await ServerFolder.Delete(folder);
    }

    private async Task Start() =>
        _server = await (await InstalledPostgres.In(_settings, CancellationToken.None)).Start(CancellationToken.None);
}
