using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>The workload of the depot in each run, and the final state of a shop.</summary>
internal static class Workload
{
    private const int Parcels = 24,
        Scans = 15;

    /// <summary>The parcels, which are the same in each run.</summary>
    public static IReadOnlyList<Guid> ParcelIds { get; } =
    [.. Enumerable.Range(1, Parcels).Select(n => new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]))];

    /// <summary>Scans all parcels in parallel, each at one place after the other.</summary>
    /// <param name="depot">The depot.</param>
    /// <param name="duringRun">Runs after a third of the scans, in parallel to the rest.</param>
    public static async Task Run(TestService depot, Func<Task>? duringRun = null)
    {
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = 0;
        var work = Task.WhenAll(
            ParcelIds.Select(async parcel =>
            {
                await depot.SendParcel(parcel);
                for (var scan = 0; scan < Scans; scan++)
                {
                    await depot.Scan(parcel, $"place {scan}");
                    if (Interlocked.Increment(ref done) == Parcels * Scans / 3)
                        third.SetResult();
                }
            })
        );
        await third.Task;
        if (duringRun is not null)
            await duringRun();
        await work;
    }

    /// <summary>Waits until the shop has received all movements.</summary>
    public static async Task<string[]> FinalStateOf(string shop)
    {
        string[] state = [];
        await Eventually.Passes(
            async () =>
            {
                state = await StateOf(shop);
                state.Count(line => line.Contains("movement_noted")).ShouldBeGreaterThanOrEqualTo(Parcels * Scans);
                state
                    .Count(line => line.Contains("parcel_seen") && line.Contains($"\"place {Scans - 1}\""))
                    .ShouldBe(Parcels);
            },
            TimeSpan.FromMinutes(3)
        );
        return state;
    }

    /// <summary>
    /// The streams of the shop without ids, times and the order of the streams, because the order of messages of
    /// different streams differs between runs. Movements are sorted, and only the last place of each parcel is
    /// compared.
    /// </summary>
    private static async Task<string[]> StateOf(string shop)
    {
        await using var source = NpgsqlDataSource.Create(shop);
        await using var command = source.CreateCommand(
            """
            select stream_id || ' ' || type || ' ' || (data - 'trace')::text
            from shop.mt_events where type = 'movement_noted'
            union all
            select line from (select distinct on (stream_id) stream_id || ' ' || type || ' ' || data::text as line
                              from shop.mt_events where type = 'parcel_seen' order by stream_id, version desc) seen
            """
        );
        await using var rows = await command.ExecuteReaderAsync();
        var state = new List<string>();
        while (await rows.ReadAsync())
            state.Add(rows.GetString(0));
        return [.. state.Order(StringComparer.Ordinal)];
    }
}
