namespace PeerNetwork.Benchmarks.Events;

/// <summary>The same work with 10 and 100 times as many events in the store.</summary>
internal static class Growth
{
    private const int Sessions = 16,
        Length = 20;

    public static async Task Run(Servers servers, Effort effort)
    {
        await using var ledger = await Ledger.Open(await servers.Database());
        Console.WriteLine("stored events     read, decide, append /s     folds (20 events) /s");
        foreach (var streams in new[] { 1_000, 9_000, 90_000 })
        {
            var ids = await ledger.Fill(streams, Length);
            await Pace.PerSecond(Append, Sessions, effort.Span / 2);
            var appends = await Pace.PerSecond(Append, Sessions, effort.Span);
            var folds = await Pace.PerSecond(
                _ => ledger.Fold(ids[Random.Shared.Next(ids.Count)]),
                Sessions,
                effort.Span
            );
            Console.WriteLine(
                $"{await ledger.Scalar($"select count(*) from {Ledger.Schema}.mt_events"), 13:n0} {appends, 27:n0} "
                    + $"{folds, 24:n0}"
            );

            Task Append(int session) => ledger.Decide(ids[Random.Shared.Next(ids.Count)]);
        }
    }
}
