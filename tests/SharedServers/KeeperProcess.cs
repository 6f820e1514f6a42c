using System.Globalization;
using System.Runtime.InteropServices;
using PeerNetwork.LocalServers;

namespace PeerNetwork.SharedServers;

/// <summary>The process behind <see cref="ServersOfTestRun"/>: `keep FOLDER [IDLE-SECONDS]`.</summary>
internal static class KeeperProcess
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not ["keep", var folder, .. var rest])
            return 2;
        var idle = TimeSpan.FromSeconds(
            rest is [var seconds] ? double.Parse(seconds, CultureInfo.InvariantCulture) : 20
        );
        using var asked = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal => (signal.Cancel, _) = (true, asked.CancelAsync())
        );
        try
        {
            await Keep(new(folder), idle, asked.Token);
            return 0;
        }
        catch (Exception e) when (e is ServerUnavailableException or OperationCanceledException)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }

    private static async Task Keep(KeeperFiles files, TimeSpan idle, CancellationToken ct)
    {
        using var alive =
            FileLock.TryExclusive(files.KeeperLock) ?? throw new ServerUnavailableException("Another keeper is there.");
        var starts = new[]
        {
            TestPostgres.Start(Settings(files, "postgres"), Given("postgres"), ct),
            TestRabbitMq.Start(Settings(files, "rabbitmq"), Given("rabbitmq"), Given("rabbitmqmanagement"), ct),
        };
        try
        {
            var servers = await Task.WhenAll(starts);
            files.Write(new(servers[0].Address, servers[1].Address, servers[1].Management?.AbsoluteUri));
            using var noMoreUsers = await UntilIdle(files, idle, ct);
            await Stop(files, starts);
        }
        catch
        {
            await Stop(files, starts);
            throw;
        }
    }

    /// <returns>The users' lock, held alone: who comes now waits until the servers have stopped, and starts a new
    /// keeper.</returns>
    private static async Task<FileStream> UntilIdle(KeeperFiles files, TimeSpan idle, CancellationToken ct)
    {
        for (var lastUse = TimeProvider.System.GetTimestamp(); ; await Task.Delay(500, ct))
        {
            var alone = FileLock.TryExclusive(files.UseLock);
            if (alone is null)
                lastUse = TimeProvider.System.GetTimestamp();
            else if (TimeProvider.System.GetElapsedTime(lastUse) >= idle)
                return alone;
            else
                alone.Dispose();
        }
    }

    private static async Task Stop(KeeperFiles files, Task<RunningServer>[] starts)
    {
        File.Delete(files.Addresses);
        await ((Task)Task.WhenAll(starts)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(starts.Where(s => s.IsCompletedSuccessfully).Select(s => s.Result.DisposeAsync().AsTask()));
        // Databases and virtual hosts of past tests would pile up.
        foreach (var server in (string[])["postgres", "rabbitmq"])
            await ServerFolder.Delete(Path.Combine(files.Folder, server));
    }

    private static ServerSettings Settings(KeeperFiles files, string server) =>
        new(Path.Combine(files.Folder, server)) { Durable = false, Log = Console.WriteLine };

    private static string? Given(string name) => Environment.GetEnvironmentVariable($"ConnectionStrings__{name}");
}
