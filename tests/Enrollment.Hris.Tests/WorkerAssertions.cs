using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris.Tests;

internal static class WorkerAssertions
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static IReadOnlyList<HrisWorker> Workers(this IEnumerable<HrisPage> pages) =>
        [.. pages.SelectMany(p => p.Workers)];

    /// <summary>The workers that hold after all pages: the later report of a worker replaces the earlier one.</summary>
    public static IReadOnlyList<HrisWorker> LastReports(this IEnumerable<HrisPage> pages) =>
        [.. pages.Workers().GroupBy(w => w.Id).Select(g => g.Last())];

    public static void ShouldBeWorkers(this IEnumerable<HrisWorker> actual, IEnumerable<HrisWorker> expected)
    {
        var (given, wanted) = (Ordered(actual), Ordered(expected));
        given.Select(w => w.Id).ShouldBe(wanted.Select(w => w.Id));
        foreach (var (worker, other) in given.Zip(wanted))
            JsonSerializer.Serialize(worker, Options).ShouldBe(JsonSerializer.Serialize(other, Options));
    }

    private static List<HrisWorker> Ordered(IEnumerable<HrisWorker> workers) =>
        [.. workers.OrderBy(w => w.Id, StringComparer.Ordinal)];
}
