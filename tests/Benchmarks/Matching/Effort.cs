using System.Diagnostics;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>Seconds on the clock and of CPU of all threads, the compiler's and the collector's included.</summary>
internal sealed record Effort(double Wall, double Cpu)
{
    public static Effort Of<T>(Func<T> work, out T result)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        result = work();
        return new(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    /// <summary>
    /// A service that has run a while has its solver compiled with what it learned; work on a small cohort does the
    /// same here.
    /// </summary>
    public static void WarmUp(Action work)
    {
        for (var time = 0; time < 60; time++)
        {
            work();
            Thread.Sleep(20);
        }
        GC.Collect();
    }
}
