using System.Diagnostics;
using System.Globalization;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>Solves one graph of reciprocal peers and says what it took.</summary>
internal static class PeerCommand
{
    public static int Solve(FileInfo instance)
    {
        var before = Environment.WorkingSet / 1024;
        var reading = Stopwatch.GetTimestamp();
        var graph = InstanceFile.ReadPeers(instance.FullName);
        var read = Stopwatch.GetElapsedTime(reading).TotalSeconds;

        var solved = Effort.Of(() => PeerSolver.Solve(graph), out var matching);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / 1024;
        var verified = Effort.Of(() => PeerCertificate.Verify(graph, matching), out var verdict);

        var name = Path.GetFileNameWithoutExtension(instance.Name);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"RESULT\tpeernetwork\t{name}\t{matching.Pairs}\t{matching.TotalScore}\t"
                    + $"{read:0.0000}\t{solved.Wall:0.0000}\t{solved.Cpu:0.0000}\t{before}\t{peak}"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"CERTIFICATE\t{(verdict.Holds ? "holds" : "REFUTED")}\t{verified.Cpu:0.0000}\t{verdict.Sentence}"
            )
        );
        return verdict.Holds ? 0 : 1;
    }

    /// <summary>As for mentees: a first small graph lets the compiler see the solver at work.</summary>
    public static void WarmUp()
    {
        var random = new Random(1);
        var graph = new PeerGraph(
            1001,
            [
                .. Enumerable
                    .Range(0, 15_000)
                    .Select(edge => new PeerEdge(edge % 1001, (edge + random.Next(1, 1001)) % 1001, random.Next(1000)))
                    .Where(edge => edge.One != edge.Other),
            ]
        );
        for (var time = 0; time < 60; time++)
        {
            PeerCertificate.Verify(graph, PeerSolver.Solve(graph));
            Thread.Sleep(20);
        }
        GC.Collect();
    }
}
