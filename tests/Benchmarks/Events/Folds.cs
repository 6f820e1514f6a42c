namespace PeerNetwork.Benchmarks.Events;

/// <summary>The state of a stream of 100 events, beside a plain SELECT of the same rows.</summary>
internal static class Folds
{
    private const int Streams = 200,
        Length = 100;

    public static async Task Run(Servers servers, Effort effort)
    {
        var database = await servers.Database();
        await using var ledger = await Ledger.Open(database);
        await using var plain = new PlainLedger(database);
        var accounts = Enumerable.Range(0, Streams).Select(_ => Guid.CreateVersion7()).ToArray();
        await Parallel.ForEachAsync(
            accounts,
            async (account, _) =>
            {
                for (var version = 0; version < Length; version += Ledger.EventsPerAppend)
                    await plain.Append(account, version);
            }
        );
        await ledger.Scalar("analyze; select 0");
        foreach (var sessions in new[] { 1, 8 })
        {
            var c = await Pace.Compare(
                _ => ledger.Fold(Any()),
                _ => plain.Read(Any()),
                sessions,
                effort.Span,
                effort.Rounds
            );
            Console.WriteLine(
                $"folds/s (100 events)     {sessions, 8} {c.Ours, 10:n0} {c.Floor, 10:n0} {1 / c.Ratio, 8:0.00} times the time of the plain read"
            );
        }

        Guid Any() => accounts[Random.Shared.Next(Streams)];
    }
}
