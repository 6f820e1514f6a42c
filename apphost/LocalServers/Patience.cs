namespace PeerNetwork.LocalServers;

/// <summary>Waiting for a server that is starting.</summary>
static class Patience
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Asks until the answer is null (ready); else stops the server and throws the last answer.</summary>
    public static async Task Until(Func<Task<string?>> problem, string server, Func<Task> stop, CancellationToken ct)
    {
        try
        {
            for (var started = TimeProvider.System.GetTimestamp(); await problem() is { } reason; await Task.Delay(100, ct))
                if (TimeProvider.System.GetElapsedTime(started) > Limit)
                    throw new ServerUnavailableException($"{server} was not ready after {Limit.TotalSeconds:0} s: {reason}");
        }
        catch
        {
            await stop();
            throw;
        }
    }
}
