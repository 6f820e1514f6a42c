namespace PeerNetwork.LocalServers;

/// <summary>A lock between processes that the system frees when its owner dies, however it dies.</summary>
public static class FileLock
{
    /// <summary>Alone in the file, or null while anyone else holds it.</summary>
    public static FileStream? TryAlone(string file) => Try(file, FileAccess.ReadWrite, FileShare.None);

    public static Task<FileStream> Alone(string file, TimeSpan patience, CancellationToken ct = default) =>
        Wait(() => TryAlone(file), file, patience, ct);

    /// <summary>Together with others, but not while one holds it alone.</summary>
    public static Task<FileStream> Together(string file, TimeSpan patience, CancellationToken ct = default) =>
        Wait(() => Try(file, FileAccess.Read, FileShare.Read), file, patience, ct);

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
        TimeSpan patience,
        CancellationToken ct
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (attempt() is { } held)
                return held;
            if (TimeProvider.System.GetElapsedTime(started) > patience)
                throw new ServerUnavailableException(
                    $"Another process has held {file} for {patience.TotalSeconds:0} s."
                );
            await Task.Delay(50, ct);
        }
    }
}
