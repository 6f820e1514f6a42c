using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Joining;

public static class Reasons
{
    /// <summary>Neither for nor against a pair, as for a factor of which nothing is recorded.</summary>
    private const int Neutral = 500;

    /// <summary>What speaks for a pair, the strongest first; without the sentences of people who were erased.</summary>
    public static IEnumerable<Contribution> For(IEnumerable<Contribution> contributions) =>
        contributions
            .Where(c => c is { Value: > Neutral, Points: > 0, Sentence: not "" })
            .OrderByDescending(c => c.Points);
}
