using System.Collections.Concurrent;

namespace PeerNetwork.Tools.Demo;

/// <summary>What the demo did, by name, as it did it.</summary>
internal sealed class Counters
{
    private readonly ConcurrentDictionary<string, int> _counts = [];

    public int this[string what] => _counts.GetValueOrDefault(what);

    public void Count(string what, int by = 1) => _counts.AddOrUpdate(what, by, (_, n) => n + by);
}
