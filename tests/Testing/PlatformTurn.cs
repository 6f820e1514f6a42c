using PeerNetwork.LocalServers;

namespace PeerNetwork.Testing;

/// <summary>
/// Whole platforms run in one test process at a time. Those of two would keep each other waiting on a small machine,
/// until what they wait for seems to have failed.
/// </summary>
public static class PlatformTurn
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // The system frees it when this process ends.
    private static readonly Lazy<Task<FileStream>> Turn = new(() =>
        FileLock.Exclusive(
            Path.Combine(Directory.CreateDirectory(ServerFiles.Shared).FullName, "platform.lock"),
            Longest
        )
    );

    /// <summary>Returns when it is this process's turn, which lasts until the process ends.</summary>
    public static Task Wait() => Turn.Value;
}
