namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Prices of mentees that prove a bound on the total (Lagrangian relaxation of "a mentee has one group at most"),
/// improved by subgradient steps (Held, Wolfe and Crowder 1974). The first prices are what each is worth in its group.
/// </summary>
internal sealed class GroupPrices(GroupGraph graph, GroupState state)
{
    private const int MinSteps = 4;
    private const int MaxSteps = 150;

    // Pairs of mentees and mentors that all steps together look at.
    private const long MaxPairs = 20_000_000;
    private const int FailuresUntilShorter = 6;

    private readonly bool _allPlaced = state.GroupOf.All(group => group >= 0);

    public (long[] Prices, long Bound) Improve(CancellationToken ct)
    {
        var pricing = new GroupPricing(graph);
        var prices = FirstPrices();
        var (best, bound, step, failed) = (prices, long.MaxValue, 1.0, 0);
        var steps = (int)
            Math.Clamp(MaxPairs / Math.Max(1L, (long)graph.MenteeCount * graph.MentorCount), MinSteps, MaxSteps);
        for (var turn = 0; turn < steps && bound > state.TotalScore; turn++)
        {
            ct.ThrowIfCancellationRequested();
            var use = new double[prices.Length];
            var reached = BoundOf(pricing, prices, use);
            if (reached < bound)
                (best, bound, failed) = (prices, reached, 0);
            else if (++failed == FailuresUntilShorter)
                (prices, step, failed) = (best, step / 2, 0);
            prices = Next(prices, use, step * (reached - state.TotalScore));
        }
        return (best, bound);
    }

    private long BoundOf(GroupPricing pricing, long[] prices, double[] use)
    {
        var bound = prices.Sum();
        for (var mentor = 0; mentor < graph.MentorCount; mentor++)
        {
            if (graph.MaxGroups[mentor] is > 0 and var groups)
                bound += groups * pricing.BestOf(mentor, prices, use, groups);
        }
        return bound;
    }

    /// <summary>Own score, and half of what it and the other members are worth to one another.</summary>
    private long[] FirstPrices()
    {
        var prices = new long[graph.MenteeCount];
        for (var mentee = 0; mentee < prices.Length; mentee++)
        {
            if (state.GroupOf[mentee] is >= 0 and var group)
                prices[mentee] = (state.Score(state.MentorOf[group], mentee) + state.Own(mentee)) / 2;
        }
        return prices;
    }

    /// <summary>Mentees who are counted more than once become dearer, those who are not counted cheaper.</summary>
    private long[] Next(long[] prices, double[] use, double length)
    {
        var norm = use.Sum(times => (times - 1) * (times - 1));
        if (norm < 1e-9)
            return prices;
        var next = new long[prices.Length];
        for (var mentee = 0; mentee < next.Length; mentee++)
        {
            var price = prices[mentee] + (long)Math.Round(length * (use[mentee] - 1) / norm);
            next[mentee] = _allPlaced ? price : Math.Max(0, price);
        }
        return next;
    }
}
