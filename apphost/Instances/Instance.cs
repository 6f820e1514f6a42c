using System.Text.Json;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Instances;

/// <summary>What an instance tells of itself to operators, outside tests and its next start.</summary>
internal sealed record InstanceState(
    int ProcessId,
    DateTimeOffset StartedAt,
    string Folder,
    bool Ready,
    Uri? Gateway,
    Uri StatusPage,
    ResourceStatus[] Resources
);

/// <param name="Name">As in the graph.</param>
/// <param name="State">In lower case: waiting, starting, ready, unhealthy, restarting, failed, stopped.</param>
/// <param name="Detail">For people.</param>
/// <param name="Url">Where HTTP requests reach it.</param>
/// <param name="Port">Of the URL.</param>
/// <param name="ProcessId">Of a process of ours.</param>
/// <param name="ConnectionString">With its password.</param>
internal sealed record ResourceStatus(
    string Name,
    string State,
    string Detail,
    Uri? Url,
    int? Port,
    int? ProcessId,
    string? ConnectionString
);

/// <summary>The folder of one running platform. The system frees its lock however the app host ends.</summary>
internal sealed class Instance : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1),
        Grace = TimeSpan.FromSeconds(5);

    private readonly FileStream _lock;
    private readonly InstanceState? _last;
    private readonly Lock _writing = new();

    private Instance(string folder, FileStream held) => (Folder, _lock, _last) = (folder, held, Read(folder));

    public string Folder { get; }

    /// <summary>Stands in the environment of each service of this instance, and of nothing else.</summary>
    public string Mark => $"apphost:{Folder}{Path.DirectorySeparatorChar}";

    /// <exception cref="AlreadyRunningException">Another app host holds the folder.</exception>
    public static async Task<Instance> Open(string folder, CancellationToken ct)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        try
        {
            return new(folder, await FileLock.Alone(LockIn(folder), Moment, ct));
        }
        catch (ServerUnavailableException)
        {
            throw new AlreadyRunningException(Read(folder));
        }
    }

    /// <returns>Null when no app host runs in this folder.</returns>
    public static InstanceState? Running(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (!File.Exists(LockIn(folder)))
            return null;
        using var held = FileLock.TryAlone(LockIn(folder));
        return held is null ? Read(folder) : null;
    }

    /// <summary>Ends the services that have outlived an app host that was killed.</summary>
    public Task StopOrphans(Action<string> say) =>
        Task.WhenAll(
            from resource in _last?.Resources ?? []
            where resource.ProcessId is { } id && Processes.IsOurs(id, Mark)
            select StopOrphan(resource.Name, resource.ProcessId!.Value, say)
        );

    /// <summary>Forgets all that earlier runs have kept.</summary>
    public async Task Empty(params IEnumerable<string> servers)
    {
        foreach (var server in servers)
            await ServerFolder.Forget(Path.Combine(Folder, server));
        foreach (var file in Directory.EnumerateFiles(Folder).Where(f => f != LockIn(Folder)))
            File.Delete(file);
    }

    /// <summary>The port of last time, else the preferred one, else any: whichever is free first.</summary>
    public int PortFor(string resource, int preferred) =>
        Ports.Choose(
            1,
            _last?.Resources.FirstOrDefault(r => r.Name == resource)?.Port is { } port && Ports.IsFree(port)
                ? port
                : preferred
        )[0];

    public void Write(InstanceState state)
    {
        lock (_writing)
            PrivateFile.Write(FileIn(Folder), JsonSerializer.Serialize(state, JsonSerializerOptions.Web));
    }

    public void Dispose() => _lock.Dispose();

    private async Task StopOrphan(string name, int id, Action<string> say)
    {
        say($"Stopping {name} (process {id}), which has outlived an earlier app host.");
        await Processes.Stop(id, Mark, Grace);
    }

    private static InstanceState? Read(string folder)
    {
        try
        {
            return File.Exists(FileIn(folder))
                ? JsonSerializer.Deserialize<InstanceState>(File.ReadAllText(FileIn(folder)), JsonSerializerOptions.Web)
                : null;
        }
        catch (JsonException)
        {
            return null; // Of another version: nothing in it that we must have.
        }
    }

    private static string FileIn(string folder) => Path.Combine(folder, "instance.json");

    private static string LockIn(string folder) => Path.Combine(folder, "instance.lock");
}

/// <summary>One platform runs in a folder at a time.</summary>
internal sealed class AlreadyRunningException(InstanceState? running)
    : Exception(
        running is null
            ? "The platform is running already."
            : $"The platform is running already: process {running.ProcessId}, status page {running.StatusPage}"
    );
