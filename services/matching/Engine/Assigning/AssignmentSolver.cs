namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Assigns mentees to mentors' seats: the greatest number matched and, among those, the greatest total score, exactly,
/// in integers, with a certificate. A maximum matching splits the graph in two parts that no optimal assignment
/// connects (Dulmage and Mendelsohn 1958). Where mentees outnumber places every place is filled, so mentors choose;
/// elsewhere every mentee is matched, so mentees choose. In each part the two-level objective has become a plain
/// assignment problem, solved by auction from the short side, which ends at the first step at which exact prices prove
/// the assignment optimal (Goldberg and Kennedy 1995). O(places × edges × log(places × score range)) at worst, in
/// practice a few dozen passes over the edges; memory of about 20 bytes per edge, the graph included.
/// </summary>
public static class AssignmentSolver
{
    /// <summary>Stored with a run: the same version gives the same bytes for the same graph.</summary>
    public const string Version = "2";

    // Of the range of scores: the first step of the auction, and the step from which on a proof is worth trying.
    private const int FirstStep = 1000;
    private const int ProvableStep = 100_000;
    private const int Refinement = 6;

    // No price rises by more than the range of scores for each place.
    private const long MaxPrice = 1L << 58;

    /// <param name="progress">Told now and then, on the calling thread.</param>
    /// <param name="threads">1, or 2 to solve the parts side by side; the answer is the same.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Assignment Solve(
        CandidateGraph graph,
        IProgress<MatchingProgress>? progress = null,
        int threads = 1,
        CancellationToken ct = default
    )
    {
        ct.ThrowIfCancellationRequested();
        progress?.Report(new(MatchingStage.Cardinality, 0));
        var mentees = graph.Rows;
        var mentors = mentees.Transposed(graph.MentorCount);
        var parts = MaximumCardinality.Of(mentees, mentors, graph.Capacity, ct);
        var ample = Market.OfMentees(mentees, mentors, graph.Capacity, parts);
        var aside = threads > 1 ? Task.Run(() => Clear(ample, null, ct), ct) : null;
        var inScarce = Clear(Market.OfMentors(mentees, mentors, graph.Capacity, parts), progress, ct);
        var inAmple = aside is null ? Clear(ample, progress, ct) : aside.GetAwaiter().GetResult();
        return inScarce is null || inAmple is null
            ? OneByOne(graph, ct)
            : Combine(graph, mentors, parts, inScarce, inAmple);
    }

    /// <summary>
    /// For scores near the limits of their range, where prices of an auction might not fit into 64 bits: a shortest
    /// path per mentee.
    /// </summary>
    private static Assignment OneByOne(CandidateGraph graph, CancellationToken ct)
    {
        var state = new PricedAssignment(graph);
        var search = new AugmentingPathSearch(state);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            ct.ThrowIfCancellationRequested();
            state.Profit[mentee] = state.MinProfit(mentee);
            search.Place(mentee);
        }
        return state.On(graph);
    }

    /// <summary>
    /// Auctions with smaller and smaller steps until exact prices prove the outcome; null where none does.
    /// </summary>
    private static Outcome? Clear(Market market, IProgress<MatchingProgress>? progress, CancellationToken ct)
    {
        if (market.Needed == 0)
            return Outcome.OfNothing(market);
        if (Outcome.WithoutCompetition(market) is { } free)
            return free;
        var range = Math.Max(1, (long)market.MaxScore - market.MinScore);
        var exact = (2L * market.Places) + 1;
        var scale = Math.Min(
            exact,
            MaxPrice / (market.Places + 1) / (1 + Math.Max(range, Math.Abs((long)market.MaxScore)))
        );
        if (scale == 0)
            return null;
        var auction = new Auction(market, scale);
        var first = Math.Max(1, range * scale / FirstStep);
        for (var step = first; ; step = Math.Max(1, step / Refinement))
        {
            progress?.Report(
                new(MatchingStage.Assignment, (int)(1000 * (1 - (Math.Log(step) / (1 + Math.Log(first))))))
            );
            auction.Round(step, ct);
            var provable = step == 1 || step <= range * scale / ProvableStep;
            var limit = step == 1 && scale == exact ? long.MaxValue : market.Bidders.Other.Length;
            if (provable && ExactPrices.Of(market, auction, limit, ct) is { } outcome)
                return outcome;
            if (step == 1)
                return null;
        }
    }

    private static Assignment Combine(
        CandidateGraph graph,
        Rows rows,
        MaximumCardinality parts,
        Outcome scarce,
        Outcome ample
    )
    {
        var edges = new int[graph.MenteeCount];
        Array.Fill(edges, -1);
        foreach (var (mentor, mentee) in scarce.Pairs)
            edges[mentee] = graph.EdgeOf(mentee, mentor);
        foreach (var (mentee, mentor) in ample.Pairs)
            edges[mentee] = graph.EdgeOf(mentee, mentor);
        var mentees = scarce.Price.Zip(ample.Profit, (competing, covered) => competing + covered).ToArray();
        var mentors = scarce.Profit.Zip(ample.Price, (scarcity, choice) => scarcity + choice).ToArray();
        RaiseClosedMentors(graph.Capacity, rows, parts, mentees, mentors);
        var chosen = edges.Where(edge => edge >= 0).ToArray();
        var proof = new Certificate(
            [.. parts.OverDemandedMentees.Select(over => !over)],
            parts.OverDemandedMentors,
            mentees,
            mentors
        );
        return new Assignment(edges, chosen.Length, chosen.Sum(edge => (long)graph.Score[edge]), proof);
    }

    /// <summary>
    /// A mentor without seats was in no market. The price is the highest that any mentee would pay.
    /// </summary>
    private static void RaiseClosedMentors(
        int[] capacity,
        Rows rows,
        MaximumCardinality parts,
        long[] menteePrices,
        long[] mentorPrices
    )
    {
        for (var mentor = 0; mentor < capacity.Length; mentor++)
        {
            for (var edge = rows.Start[mentor]; edge < rows.Start[mentor + 1] && capacity[mentor] == 0; edge++)
            {
                var mentee = rows.Other[edge];
                if (parts.OverDemandedMentees[mentee] == parts.OverDemandedMentors[mentor])
                    mentorPrices[mentor] = Math.Max(mentorPrices[mentor], rows.Score[edge] - menteePrices[mentee]);
            }
        }
    }
}
