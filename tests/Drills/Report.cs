using System.Diagnostics;

namespace PeerNetwork.Drills;

/// <summary>Says what a drill does, with the time since its start.</summary>
internal sealed class Report
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public void Say(string line) =>
        Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {_watch.Elapsed:mm\\:ss} {line}");
}
