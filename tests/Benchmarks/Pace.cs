using System.Diagnostics;

namespace PeerNetwork.Benchmarks;

/// <summary>How fast something goes, beside its floor.</summary>
/// <param name="Ours">Operations per second, the median of the rounds.</param>
/// <param name="Floor">The same of the floor.</param>
/// <param name="Ratio">The median of the rounds' ratios, ours to floor.</param>
internal sealed record Comparison(double Ours, double Floor, double Ratio);

/// <summary>One operation, repeated by one of several sessions at a time.</summary>
internal delegate Task Operation(int session);

internal static class Pace
{
    /// <summary>Measures ours and the floor in turns, so that a busy spell of the machine meets both.</summary>
    public static async Task<Comparison> Compare(
        Operation ours,
        Operation floor,
        int sessions,
        TimeSpan span,
        int rounds
    )
    {
        await PerSecond(floor, sessions, span / 2);
        await PerSecond(ours, sessions, span / 2);
        var pairs = new List<(double Ours, double Floor)>();
        for (var round = 0; round < rounds; round++)
        {
            // Whoever goes second finds caches warm and tables longer: take turns at that too.
            var first = await PerSecond(round % 2 == 0 ? floor : ours, sessions, span);
            var second = await PerSecond(round % 2 == 0 ? ours : floor, sessions, span);
            pairs.Add(round % 2 == 0 ? (second, first) : (first, second));
        }

        return new(
            Median(pairs.Select(p => p.Ours)),
            Median(pairs.Select(p => p.Floor)),
            Median(pairs.Select(p => p.Ours / p.Floor))
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
