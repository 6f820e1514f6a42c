using System.Diagnostics;

namespace PeerNetwork.Testing;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60),
        Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns as soon as the condition holds; fails with the last exception, or after a minute.</summary>
    public static async Task Holds(Func<Task<bool>> condition, string? what = null, TimeSpan? patience = null)
    {
        var since = Stopwatch.GetTimestamp();
        var longest = patience ?? Patience;
        while (true)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(since) < longest)
            {
                // Not yet.
            }

            if (Stopwatch.GetElapsedTime(since) > longest)
                throw new TimeoutException(
                    $"Waited {longest.TotalSeconds} s in vain{(what is null ? "" : $" for {what}")}."
                );
            await Task.Delay(Pause);
        }
    }

    /// <summary>Repeats the assertion until it passes; fails as it failed last, after a minute.</summary>
    public static async Task Passes(Func<Task> assertion, TimeSpan? patience = null)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(since) < (patience ?? Patience))
            {
                await Task.Delay(Pause);
            }
        }
    }
}
