namespace PeerNetwork.Benchmarks.Events;

/// <summary>Three events of about 300 bytes in each append, with a growing number of sessions.</summary>
internal static class Appends
{
    /// <summary>After so many appends a session goes on with a new stream: streams of people are short.</summary>
    private const int AppendsPerStream = 10;

    public static async Task Run(Servers servers, Effort effort)
    {
        var database = await servers.Database();
        await using var ledger = await Ledger.Open(database);
        await using var marten = new DefaultLedger(database);
        await using var plain = new PlainLedger(database);
        Console.WriteLine(
            "appends/s (3 events)     sessions       ours    default      plain   ours/plain  default/plain"
        );
        foreach (var sessions in effort.Sessions)
        {
            await Show(
                "new streams",
                _ => ledger.AppendNew(Guid.CreateVersion7()),
                _ => marten.Append(Guid.CreateVersion7(), 0),
                _ => plain.Append(Guid.CreateVersion7(), 0)
            );
            await Show("at a version", Each(ledger.AppendAt), Each(marten.Append), Each(plain.Append));
            await Show(
                "read, decide, append",
                Each((account, _) => ledger.Decide(account)),
                Each((account, _) => marten.Decide(account)),
                Each(plain.Append)
            );

            async Task Show(string what, params Operation[] operations)
            {
                var c = await Pace.Compare(operations, sessions, effort.Span, effort.Rounds);
                Console.WriteLine(
                    $"{what, -24} {sessions, 8} {c.PerSecond[0], 10:n0} {c.PerSecond[1], 10:n0} "
                        + $"{c.PerSecond[2], 10:n0} "
                        + $"{c.Ratios[0], 12:0.00} {c.Ratios[1], 14:0.00}"
                );
            }
        }
    }

    /// <summary>Gives each session streams of its own, one after the other.</summary>
    private static Operation Each(Func<Guid, long, Task> append)
    {
        var streams = Enumerable.Range(0, 128).Select(_ => (Id: Guid.CreateVersion7(), Version: 0L)).ToArray();
        return async session =>
        {
            ref var stream = ref streams[session];
            if (stream.Version == AppendsPerStream * Ledger.EventsPerAppend)
                stream = (Guid.CreateVersion7(), 0);
            var (id, version) = stream;
            stream.Version += Ledger.EventsPerAppend;
            await append(id, version);
        };
    }
}
