using System.Diagnostics;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Testing;

/// <summary>
/// Where servers of tests keep their data: in memory where there is plenty, because nothing of it outlives the run, and
/// writing it to a disk took a quarter of a run's CPU time.
/// </summary>
public static class ServerFiles
{
    private const string MemoryFolder = "/dev/shm",
        OwnFolder = "of-process-";
    private const long NeededMemory = 16L << 30,
        NeededSpace = 10L << 30;

    /// <summary>The folder that all test processes of this repository share.</summary>
    public static string Shared { get; } =
        HasMemory
            ? Path.Combine(MemoryFolder, $"peernetwork-tests-{ServerFolder.ShortHash(Repository.Root)}")
            : Path.Combine(Repository.Root, ".data", "tests");

    private static bool HasMemory =>
        Directory.Exists(MemoryFolder)
        && new DriveInfo(MemoryFolder).AvailableFreeSpace >= NeededSpace
        && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= NeededMemory;

    /// <summary>The path of a new folder, which its user deletes.</summary>
    public static string New() =>
        Path.Combine(Shared, $"{OwnFolder}{Environment.ProcessId}", $"{Guid.CreateVersion7():N}");

    /// <summary>Deletes the folders of test processes that were killed.</summary>
    public static async Task DeleteAbandoned()
    {
        Directory.CreateDirectory(Shared);
        var lockFile = Path.Combine(Shared, "delete.lock");
        using var alone = await FileLock.Exclusive(lockFile, TimeSpan.FromMinutes(1), CancellationToken.None);
        var processes = Process.GetProcesses().Select(p => $"{OwnFolder}{p.Id}").ToHashSet();
        foreach (var process in new DirectoryInfo(Shared).EnumerateDirectories($"{OwnFolder}*"))
        {
            if (processes.Contains(process.Name))
                continue;
            foreach (var folder in process.EnumerateDirectories())
                await ServerFolder.Delete(folder.FullName);
            process.Delete();
        }
    }
}
