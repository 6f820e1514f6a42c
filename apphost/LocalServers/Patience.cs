namespace PeerNetwork.LocalServers;

/// <summary>Waiting for a server that is starting.</summary>
internal static class Patience
{
    private const int Questions = 900;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is null (ready); else stops the server and throws the last answer.</summary>
    public static async Task Until(Func<Task<string?>> problem, string server, Func<Task> stop, CancellationToken ct)
    {
        try
        {
            // Counted and not timed: a machine that was asleep or too busy gets as many chances as any other.
            for (var asked = 1; await problem() is { } reason; asked++, await Task.Delay(Pause, ct))
                if (asked == Questions)
                    throw new ServerUnavailableException(
                        $"{server} was not ready after {(Questions * Pause).TotalSeconds:0} s: {reason}"
                    );
        }
        catch
        {
            await stop();
            throw;
        }
    }
}
