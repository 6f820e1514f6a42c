namespace PeerNetwork.LocalServers;

/// <summary>Waits for a server that is starting.</summary>
public static class Readiness
{
    private const int MaxQuestions = 2400;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is null (ready); else stops the server and throws the last answer.</summary>
    public static async Task Wait(Func<Task<string?>> problem, string server, Func<Task> stop, CancellationToken ct)
    {
        try
        {
            // Counted and not timed: a machine that was asleep or too busy gets as many chances as any other.
            for (var asked = 1; await problem() is { } reason; asked++, await Task.Delay(Delay, ct))
                if (asked == MaxQuestions)
                    throw new ServerUnavailableException(
                        $"{server} was not ready after {(MaxQuestions * Delay).TotalSeconds:0} s: {reason}"
                    );
        }
        catch
        {
            await stop();
            throw;
        }
    }
}
