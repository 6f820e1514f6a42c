using System.Diagnostics;
using System.Text.Json;
using PeerNetwork.LocalServers;

namespace PeerNetwork.SharedServers;

/// <summary>
/// PostgreSQL and RabbitMQ shared by the processes of a test run: the first user starts them, and they stop soon after
/// the last has gone.
/// </summary>
/// <remarks>
/// A keeper process holds the servers, so that they do not end with the process that happened to come first. Users hold
/// a lock together; the system frees it however they end, and the keeper ends when it can have the lock alone.
/// </remarks>
public sealed class ServersOfTestRun : IAsyncDisposable
{
    // Packages may have to be installed first.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);

    private readonly FileStream _use;

    private ServersOfTestRun(FileStream use, ServerAddresses addresses) => (_use, Addresses) = (use, addresses);

    public ServerAddresses Addresses { get; }

    /// <summary>Starts the servers or joins their other users.</summary>
    public static async Task<ServersOfTestRun> Use(string folder, CancellationToken ct = default)
    {
        var files = new KeeperFiles(Path.GetFullPath(folder));
        Directory.CreateDirectory(files.Folder);
        var use = await FileLock.Shared(files.UseLock, StartTimeout, ct);
        try
        {
            using var starting = await FileLock.Exclusive(files.StartLock, StartTimeout, ct);
            return new(use, await Join(files, ct));
        }
        catch
        {
            await use.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _use.DisposeAsync();

    private static async Task<ServerAddresses> Join(KeeperFiles files, CancellationToken ct)
    {
        using var keeper = files.KeeperLives() ? null : StartKeeper(files);
        while (true)
        {
            var ended = keeper?.HasExited ?? !files.KeeperLives();
            if (files.ReadAddresses() is { } addresses)
                return addresses;
            if (ended)
                throw new ServerUnavailableException(
                    $"The servers for the tests did not start:\n{LogTail.Of(files.Log, lines: 60)}"
                );
            await Task.Delay(50, ct);
        }
    }

    private static Process StartKeeper(KeeperFiles files)
    {
        File.Delete(files.Addresses);
        File.Delete(files.Log);
        return Processes.StartDetached(
            ["dotnet", typeof(ServersOfTestRun).Assembly.Location, "keep", files.Folder],
            files.Log
        );
    }
}

/// <summary>Where shared servers are.</summary>
public sealed record ServerAddresses(string Postgres, string RabbitMq, string? Management);

/// <summary>The files through which a keeper and its users meet.</summary>
internal sealed record KeeperFiles(string Folder)
{
    public string UseLock => Path.Combine(Folder, "use.lock");
    public string StartLock => Path.Combine(Folder, "start.lock");
    public string KeeperLock => Path.Combine(Folder, "keeper.lock");
    public string Addresses => Path.Combine(Folder, "addresses.json");
    public string Log => Path.Combine(Folder, "keeper.log");

    public bool KeeperLives()
    {
        using var held = FileLock.TryExclusive(KeeperLock);
        return held is null;
    }

    public ServerAddresses? ReadAddresses() =>
        File.Exists(Addresses) ? JsonSerializer.Deserialize<ServerAddresses>(File.ReadAllText(Addresses)) : null;

    public void Write(ServerAddresses addresses) => PrivateFile.Write(Addresses, JsonSerializer.Serialize(addresses));
}
