using System.Diagnostics;

namespace PeerNetwork.Benchmarks;

/// <summary>How fast something goes beside others that do the same work.</summary>
/// <param name="PerSecond">Operations per second of each, the median of the rounds; the floor is the last.</param>
/// <param name="Ratios">The medians of the rounds' ratios, each to the floor.</param>
internal sealed record Comparison(IReadOnlyList<double> PerSecond, IReadOnlyList<double> Ratios);

/// <summary>One operation, repeated by one of several sessions at a time.</summary>
internal delegate Task Operation(int session);

internal static class Pace
{
    /// <summary>Measures all in turns, so that a busy time of the machine meets each of them.</summary>
    /// <param name="operations">What is compared; the last one is the floor.</param>
    /// <param name="sessions">How many run each at a time.</param>
    /// <param name="span">How long one measurement takes.</param>
    /// <param name="rounds">How many measurements of each there are.</param>
    public static async Task<Comparison> Compare(
        IReadOnlyList<Operation> operations,
        int sessions,
        TimeSpan span,
        int rounds
    )
    {
        foreach (var operation in operations)
            await PerSecond(operation, sessions, span / 2);
        var measured = new List<double[]>();
        for (var round = 0; round < rounds; round++)
        {
            // Who goes later finds caches warm and tables longer: another one begins each time.
            var rates = new double[operations.Count];
            for (var n = 0; n < rates.Length; n++)
            {
                var turn = (round + n) % rates.Length;
                rates[turn] = await PerSecond(operations[turn], sessions, span);
            }

            measured.Add(rates);
        }

        return new(
            [.. operations.Select((_, n) => Median(measured.Select(rates => rates[n])))],
            [.. operations.Select((_, n) => Median(measured.Select(rates => rates[n] / rates[^1])))]
        );
    }

    public static async Task<double> PerSecond(Operation operation, int sessions, TimeSpan span)
    {
        var (done, started) = (0L, Stopwatch.GetTimestamp());
        await Task.WhenAll(
            Enumerable
                .Range(0, sessions)
                .Select(session =>
                    Task.Run(async () =>
                    {
                        var mine = 0L;
                        for (; Stopwatch.GetElapsedTime(started) < span; mine++)
                            await operation(session);
                        Interlocked.Add(ref done, mine);
                    })
                )
        );
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
