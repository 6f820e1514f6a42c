using Spectre.Console;

namespace PeerNetwork.Tools.Demo;

/// <summary>Progress bars, and work done by many people at once.</summary>
internal sealed class ProgressReporter(ProgressContext progress)
{
    private const int AtOnce = 12;
    private static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Every item in turn, a dozen at the same time; the bar shows how many are done.</summary>
    public async Task ForEach<T>(string what, IReadOnlyCollection<T> items, Func<T, Task> work, CancellationToken ct)
    {
        var bar = progress.AddTask(what, maxValue: Math.Max(1, items.Count));
        await Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (item, _) =>
            {
                await work(item);
                bar.Increment(1);
            }
        );
        bar.Value = bar.MaxValue;
    }

    /// <summary>One piece of work.</summary>
    public async Task<T> Do<T>(string what, Func<Task<T>> work)
    {
        var bar = progress.AddTask(what, maxValue: 1);
        var result = await work();
        bar.Increment(1);
        return result;
    }

    /// <summary>
    /// Waits for what the platform does by itself: <paramref name="done"/> says how much of <paramref name="all"/> is
    /// there.
    /// </summary>
    /// <exception cref="DemoFailedException">Nothing more has come for five minutes: what was published before comes
    /// first.</exception>
    public async Task Until(string what, int all, Func<Task<int>> done, CancellationToken ct)
    {
        var bar = progress.AddTask(what, maxValue: Math.Max(1, all));
        var (most, since) = (-1, TimeProvider.System.GetTimestamp());
        for (int reached; (reached = await done()) < all; await Task.Delay(TimeSpan.FromMilliseconds(100), ct))
        {
            bar.Value = reached;
            if (reached > most)
                (most, since) = (reached, TimeProvider.System.GetTimestamp());
            else if (TimeProvider.System.GetElapsedTime(since) > StallTimeout)
                throw new DemoFailedException(
                    $"{what}: {reached} of {all}, and nothing more for {StallTimeout.TotalMinutes} minutes."
                );
        }

        bar.Value = bar.MaxValue;
    }
}
