namespace PeerNetwork.LocalServers;

/// <summary>A lock between processes that the system frees when its owner dies, however it dies.</summary>
public static class FileLock
{
    /// <summary>Exclusive in the file, or null while anyone else holds it.</summary>
    public static FileStream? TryExclusive(string file) => Try(file, FileAccess.ReadWrite, FileShare.None);

    public static Task<FileStream> Exclusive(string file, TimeSpan timeout, CancellationToken ct = default) =>
        Wait(() => TryExclusive(file), file, timeout, ct);

    /// <summary>Shared with others, but not while one holds it alone.</summary>
    public static Task<FileStream> Shared(string file, TimeSpan timeout, CancellationToken ct = default) =>
        Wait(() => Try(file, FileAccess.Read, FileShare.Read), file, timeout, ct);

    private static FileStream? Try(string file, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static async Task<FileStream> Wait(
        Func<FileStream?> attempt,
        string file,
        TimeSpan timeout,
        CancellationToken ct
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (attempt() is { } held)
                return held;
            if (TimeProvider.System.GetElapsedTime(started) > timeout)
                throw new ServerUnavailableException($"Another process has had {file} for {timeout.TotalSeconds:0} s.");
            await Task.Delay(50, ct);
        }
    }
}
