namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Assigns within bounds on groups. Least numbers matched are kept exactly: from the best assignment, one more of a
/// group at a time along the cheapest path; since the sets of people who can be matched together form a matroid
/// (Edmonds and Fulkerson 1965), such bounds never lower the number matched, only the total. Least means take a search
/// for weights (Lagrange multipliers) under which the best assignment keeps them; how far the answer may lie below the
/// best one within the bounds is known afterwards.
/// </summary>
public static class FairSolver
{
    private const int MaxWeight = 1024;
    private const int MaxAttempts = 24;

    /// <param name="terms">Least numbers and means of the groups; prices and weights are found here.</param>
    /// <param name="best">The best answer without bounds on groups.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Assignment Solve(
        CandidateGraph graph,
        GroupTerms terms,
        Assignment best,
        IProgress<MatchingProgress>? progress,
        CancellationToken ct
    )
    {
        progress?.Report(new(MatchingStage.Fairness, 0));
        var last = WithShares(graph, terms, best, ct);
        var search = terms.MinMeans.Select(_ => new Weight()).ToArray();
        Assignment? fair = null;
        for (var tried = 0; tried < MaxAttempts; tried++)
        {
            var kept = MeansKept(graph, last);
            if (kept.All(mean => mean) && (fair is null || last.TotalScore > fair.TotalScore))
                fair = last;
            foreach (var (weight, mean) in search.Zip(kept))
                weight.Learn(mean);
            if (fair is not null && !search.Any(weight => weight.IsOpen))
                break;
            progress?.Report(new(MatchingStage.Fairness, 1000 * tried / MaxAttempts));
            var weighted = terms with { MeanWeights = [.. search.Select(weight => weight.Value)] };
            last = WithShares(graph, weighted, AssignmentSolver.Solve(weighted.Weighted(graph), ct: ct), ct);
        }
        return fair ?? last;
    }

    /// <summary>The best by worth with enough of each group, or as many as can be.</summary>
    private static Assignment WithShares(
        CandidateGraph graph,
        GroupTerms terms,
        Assignment solved,
        CancellationToken ct
    )
    {
        var weighted = terms.Weighted(graph);
        var state = PricedAssignment.From(weighted, solved);
        var shares = new GroupShares(terms.GroupOf, terms.MinMatched, mentee => solved.Edges[mentee] >= 0);
        var search = new AugmentingPathSearch(state, shares);
        for (var group = 0; group < shares.Count; group++)
        {
            while (shares.MinOf(group) < terms.MinMatched[group])
            {
                ct.ThrowIfCancellationRequested();
                if (!search.MatchOneMoreOf(group))
                    break;
                shares.Require(group);
            }
        }
        var answer = state.On(weighted);
        var total = answer.Edges.Where(edge => edge >= 0).Sum(edge => (long)graph.Score[edge]);
        var groups = terms with
        {
            MinMatched = [.. Enumerable.Range(0, shares.Count).Select(shares.MinOf)],
            UnmatchedPrices = [.. Enumerable.Range(0, shares.Count).Select(shares.Price)],
        };
        return answer with { TotalScore = total, Certificate = answer.Certificate with { Groups = groups } };
    }

    private static bool[] MeansKept(CandidateGraph graph, Assignment assignment)
    {
        var terms = assignment.Certificate.Groups!;
        var margin = new long[terms.MinMeans.Length];
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            var (edge, group) = (assignment.Edges[mentee], terms.GroupOf[mentee]);
            if (edge >= 0 && group >= 0)
                margin[group] += (long)graph.Score[edge] - terms.MinMeans[group];
        }
        return Array.ConvertAll(margin, points => points >= 0);
    }

    /// <summary>
    /// Bisection for the least weight under which the mean of one group is kept, while the others change too.
    /// </summary>
    private sealed class Weight
    {
        private int _tooLittle = -1;
        private int? _enough;

        public int Value { get; private set; }

        public bool IsOpen => _enough is { } enough ? enough - _tooLittle > 1 : Value < MaxWeight;

        public void Learn(bool kept)
        {
            if (kept)
                _enough = Value;
            else
                _tooLittle = Math.Max(_tooLittle, Value);
            if (_enough <= _tooLittle)
                _enough = null;
            Value = _enough is { } enough
                ? (_tooLittle + enough + 1) / 2
                : Math.Min(MaxWeight, Math.Max(8, _tooLittle * 2));
        }
    }
}
