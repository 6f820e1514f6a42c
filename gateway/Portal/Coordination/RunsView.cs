using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The runs of a program, the newest first.</summary>
public sealed record RunsView(IReadOnlyList<ReadRunsRunSummary> Runs)
{
    private const int MostShown = 200;

    public static async Task<RunsView> Load(Guid program, MatchingClient matching)
    {
        var page = await matching.ReadRunsListAsync(program, limit: MostShown);
        return new([.. page.Items.OrderByDescending(run => run.RequestedAt)]);
    }
}
