using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The runs of a program, the newest first.</summary>
/// <param name="NextRunAt">When the next one starts by itself; null where a coordinator starts it.</param>
public sealed record RunsView(IReadOnlyList<ReadRunsRunSummary> Runs, DateTimeOffset? NextRunAt)
{
    private const int MostShown = 200;

    public static async Task<RunsView> Load(Guid program, MatchingClient matching)
    {
        var (runs, schedule) = (
            matching.ReadRunsListAsync(program, limit: MostShown),
            matching.ShowScheduleAsync(program)
        );
        await Task.WhenAll(runs, schedule);
        return new([.. (await runs).Items.OrderByDescending(run => run.RequestedAt)], (await schedule).NextRunAt);
    }
}
