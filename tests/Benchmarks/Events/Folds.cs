namespace PeerNetwork.Benchmarks.Events;

/// <summary>
/// The state of a stream of 100 events, beside Marten's default settings and a plain SELECT of the same rows.
/// </summary>
internal static class Folds
{
    private const int Streams = 200,
        Length = 100;

    public static async Task Run(Servers servers, Effort effort)
    {
        var database = await servers.Database();
        await using var ledger = await Ledger.Open(database);
        await using var marten = new DefaultLedger(database);
        await using var plain = new PlainLedger(database);
        var accounts = Enumerable.Range(0, Streams).Select(_ => Guid.CreateVersion7()).ToArray();
        await Parallel.ForEachAsync(
            accounts,
            async (account, _) =>
            {
                for (var version = 0; version < Length; version += Ledger.EventsPerAppend)
                {
                    await plain.Append(account, version);
                    await marten.Append(account, version);
                }
            }
        );
        await ledger.Scalar("analyze; select 0");
        foreach (var sessions in new[] { 1, 8 })
        {
            var c = await Pace.Compare(
                [_ => ledger.Fold(Any()), _ => marten.Fold(Any()), _ => plain.Read(Any())],
                sessions,
                effort.Span,
                effort.Rounds
            );
            Console.WriteLine(
                $"folds/s (100 events)     {sessions, 8} {c.PerSecond[0], 10:n0} {c.PerSecond[1], 10:n0} "
                    + $"{c.PerSecond[2], 10:n0} "
                    + $"{c.Ratios[0], 12:0.00} {c.Ratios[1], 14:0.00}"
            );
        }

        Guid Any() => accounts[Random.Shared.Next(Streams)];
    }
}
