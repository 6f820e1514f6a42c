using System.Diagnostics;

namespace PeerNetwork.Testing;

/// <summary>Waits for a condition instead of a fixed time.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60),
        ShortestPause = TimeSpan.FromMilliseconds(20),
        LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Returns when the condition is true. After the timeout it fails with the last exception, or with a timeout.
    /// </summary>
    public static async Task Holds(Func<Task<bool>> condition, string? description = null, TimeSpan? timeout = null)
    {
        var since = Stopwatch.GetTimestamp();
        var limit = timeout ?? DefaultTimeout;
        while (true)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(since) < limit)
            {
                // Not yet.
            }

            if (Stopwatch.GetElapsedTime(since) > limit)
                throw new TimeoutException($"{description ?? "The condition"}: not true after {limit.TotalSeconds} s.");
            await Pause(since);
        }
    }

    /// <summary>Repeats the assertion until it passes. After the timeout it fails with the last exception.</summary>
    public static async Task Passes(Func<Task> assertion, TimeSpan? timeout = null)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(since) < (timeout ?? DefaultTimeout))
            {
                await Pause(since);
            }
        }
    }

    /// <summary>
    /// A tenth of the time that it has waited: what takes long would take longer if it was asked often.
    /// </summary>
    private static Task Pause(long since)
    {
        var tenth = Stopwatch.GetElapsedTime(since) / 10;
        return Task.Delay(
            tenth < ShortestPause ? ShortestPause
            : tenth > LongestPause ? LongestPause
            : tenth
        );
    }
}
