using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.LocalServers;

/// <summary>What a running app host tells programs: its tools, tests and its next start.</summary>
/// <param name="Ready">Whether every resource was ready once, and the first data are there.</param>
public sealed record InstanceState(
    int ProcessId,
    DateTimeOffset StartedAt,
    string Folder,
    bool Ready,
    Uri? Gateway,
    Uri? Dashboard,
    IReadOnlyList<ResourceStatus> Resources
)
{
    /// <summary>The address of the provider of tokens; null until it runs.</summary>
    [JsonIgnore]
    public Uri? Identity => Resources.FirstOrDefault(r => r.Name == "identity")?.Url;
}

/// <param name="Name">As in the graph.</param>
/// <param name="State">Aspire's word for it, such as Running.</param>
/// <param name="Healthy">Whether its health checks pass; of a command that has ended, whether it ended well.</param>
/// <param name="Url">Where HTTP requests reach it.</param>
/// <param name="ProcessId">Of a resource that is a process.</param>
/// <param name="ConnectionString">With its password.</param>
public sealed record ResourceStatus(
    string Name,
    string State,
    bool Healthy,
    Uri? Url,
    int? ProcessId,
    string? ConnectionString
);

/// <summary>
/// The folder of one local instance of the platform. One app host has it at a time; the operating system frees its lock
/// however the process ends.
/// </summary>
public sealed class LocalInstance : IDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(1),
        Grace = TimeSpan.FromSeconds(20);

    private readonly FileStream _lock;
    private readonly InstanceState? _last;
    private readonly List<FileStream> _ports = [];

    private LocalInstance(string folder, FileStream held) =>
        (Folder, _lock, _last, IsNew) = (folder, held, Read(folder), !File.Exists(StateFile(folder)));

    public string Folder { get; }

    /// <summary>Whether nothing is kept from an earlier run.</summary>
    public bool IsNew { get; private set; }

    /// <summary>
    /// Takes the folder, ends the processes that have outlived an earlier app host, and, for a fresh instance, deletes
    /// all that earlier ones have kept.
    /// </summary>
    /// <exception cref="ServerUnavailableException">Another app host has the folder.</exception>
    public static async Task<LocalInstance> Open(string folder, bool fresh, CancellationToken ct)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var instance = new LocalInstance(folder, await Lock(folder, ct));
        await instance.Stop();
        if (fresh)
            await instance.Delete();
        return instance;
    }

    /// <returns>Null when no app host has this folder.</returns>
    public static InstanceState? Running(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (!File.Exists(LockFile(folder)))
            return null;
        using var held = FileLock.TryExclusive(LockFile(folder));
        return held is null ? Read(folder) : null;
    }

    /// <summary>
    /// The port of last time, else the preferred one, else any: the first of these that is free. Zero: no preference.
    /// </summary>
    public int PortFor(string resource, int preferred = 0)
    {
        var last = _last?.Resources.FirstOrDefault(r => r.Name == resource)?.Url?.Port ?? 0;
        foreach (var port in (int[])[last, preferred])
            if (port != 0 && Ports.IsFree(port) && Take(port))
                return port;
        while (true)
            if (Ports.Choose(1)[0] is var port && Take(port))
                return port;
    }

    /// <summary>Ends every process that was started for this instance.</summary>
    public Task Stop() => Processes.StopMarked(Folder, Grace);

    public void Write(InstanceState state) =>
        PrivateFile.Write(StateFile(Folder), JsonSerializer.Serialize(state, JsonSerializerOptions.Web));

    public void Dispose()
    {
        foreach (var port in _ports)
            port.Dispose();
        _lock.Dispose();
    }

    /// <summary>
    /// A port that was given to a resource, of this instance or of another one, seems free until that resource starts.
    /// </summary>
    private bool Take(int port)
    {
        var held = FileLock.TryExclusive(Path.Combine(Directory.CreateDirectory(PortsFolder).FullName, $"{port}"));
        if (held is not null)
            _ports.Add(held);
        return held is not null;
    }

    private static async Task<FileStream> Lock(string folder, CancellationToken ct)
    {
        try
        {
            return await FileLock.Exclusive(LockFile(folder), LockTimeout, ct);
        }
        catch (ServerUnavailableException)
        {
            throw new ServerUnavailableException(
                $"The platform is running already in {folder}: process {Read(folder)?.ProcessId}, "
                    + $"dashboard {Read(folder)?.Dashboard}"
            );
        }
    }

    private async Task Delete()
    {
        foreach (var server in Directory.EnumerateDirectories(Folder))
            await ServerFolder.Delete(server);
        foreach (var file in Directory.EnumerateFiles(Folder).Where(f => f != LockFile(Folder)))
            File.Delete(file);
        IsNew = true;
    }

    private static InstanceState? Read(string folder)
    {
        try
        {
            return File.Exists(StateFile(folder))
                ? JsonSerializer.Deserialize<InstanceState>(
                    File.ReadAllText(StateFile(folder)),
                    JsonSerializerOptions.Web
                )
                : null;
        }
        catch (JsonException)
        {
            return null; // Of another version: it holds nothing that must be kept.
        }
    }

    private static string PortsFolder => Path.Combine(Path.GetTempPath(), $"peernetwork-ports-{Environment.UserName}");

    private static string StateFile(string folder) => Path.Combine(folder, "instance.json");

    private static string LockFile(string folder) => Path.Combine(folder, "instance.lock");
}
