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
}
