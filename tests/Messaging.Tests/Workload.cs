using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.Messaging.Tests;

/// <summary>What the depot does in each run, and what a shop knows at its end.</summary>
internal static class Workload
{
    private const int Parcels = 24,
        Scans = 15;

    /// <summary>The same parcels in each run.</summary>
    public static IReadOnlyList<Guid> ParcelIds { get; } =
    [.. Enumerable.Range(1, Parcels).Select(n => new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]))];

    /// <summary>Parcels are carried side by side, each from place to place.</summary>
    /// <param name="depot">Where it happens.</param>
    /// <param name="meanwhile">Runs when a third of the work is done, while the rest goes on.</param>
    public static async Task Run(TestService depot, Func<Task>? meanwhile = null)
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
        if (meanwhile is not null)
            await meanwhile();
        await work;
    }

    /// <summary>Waits until the shop knows all movements.</summary>
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
    /// The streams of the shop without ids, times and the order among streams. Movements are sorted; of the last seen
    /// places the last one counts, since the order of messages of two streams differs between runs.
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
