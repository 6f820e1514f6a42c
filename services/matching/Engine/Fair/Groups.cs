namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The groups of a problem's mentees: what the policy asks for each, and how a solution treats it. Shares count
/// all pairs, locked ones included; means count the pairs that the run chose.
/// </summary>
internal sealed class Groups
{
    private readonly MatchingProblem _problem;
    private readonly string[] _labels;
    private readonly int[] _groupOf;
    private readonly int[] _size;
    private readonly int[] _locked;

    public Groups(MatchingProblem problem)
    {
        _problem = problem;
        _labels =
        [
            .. problem.Mentees.Select(mentee => mentee.Group).OfType<string>().Distinct().Order(StringComparer.Ordinal),
        ];
        _groupOf = Array.ConvertAll(
            problem.Mentees,
            mentee =>
                mentee.Group is { } label
                    ? Array.BinarySearch(_labels, label, StringComparer.Ordinal)
                    : GroupShares.NoGroup
        );
        (_size, _locked) = (new int[_labels.Length], new int[_labels.Length]);
        foreach (
            var (mentee, group) in problem.Mentees.Zip(_groupOf).Where(person => person.Second != GroupShares.NoGroup)
        )
        {
            _size[group]++;
            _locked[group] += problem.Locked.ContainsKey(mentee.Id) ? 1 : 0;
        }
    }

    /// <summary>What the bounds come to beside the best answer without them, in numbers of this problem.</summary>
    public GroupTerms Terms(Assignment best)
    {
        var matched = best.Matched + _problem.Locked.Count;
        var groups = Enumerable.Range(0, _labels.Length).ToArray();
        return new(
            _groupOf,
            Array.ConvertAll(groups, group => Math.Max(0, MinMatched(group, matched) - _locked[group])),
            new long[groups.Length],
            new int[groups.Length],
            Array.ConvertAll(groups, _ => MinMean(best) ?? 0)
        );
    }

    public FairnessReport Report(Assignment chosen, Assignment unbounded) =>
        Report(chosen.Edges, chosen.Matched, chosen.Certificate.Groups) with
        {
            PriceInMatched = unbounded.Matched - chosen.Matched,
            PriceInScore = unbounded.TotalScore - chosen.TotalScore,
            Gap = Gap(_problem.Graph, chosen, unbounded),
        };

    /// <summary>A stable matching keeps no bounds, so there is no price of any.</summary>
    public FairnessReport Report(StableMatching chosen) => Report(chosen.Edges, chosen.Matched, null);

    private FairnessReport Report(int[] edges, int allMatched, GroupTerms? terms)
    {
        var graph = _problem.Graph;
        var (matched, sum, loads) = (new int[_labels.Length], new long[_labels.Length], new int[graph.MentorCount]);
        for (var mentee = 0; mentee < graph.MenteeCount; mentee++)
        {
            if (edges[mentee] is not (>= 0 and var edge))
                continue;
            loads[graph.Mentor[edge]]++;
            if (_groupOf[mentee] != GroupShares.NoGroup)
                (matched[_groupOf[mentee]], sum[_groupOf[mentee]]) = (
                    matched[_groupOf[mentee]] + 1,
                    sum[_groupOf[mentee]] + graph.Score[edge]
                );
        }
        foreach (var mentor in _problem.Locked.Values)
            loads[_problem.MentorAt(mentor)]++;
        return new(
            [
                .. _labels.Select(
                    (label, group) =>
                        Of(label, group, matched[group], sum[group], allMatched + _problem.Locked.Count, terms)
                ),
            ],
            LoadBalance.Report(loads, _problem.Mentors, _problem.MaxLoad),
            0,
            0,
            0
        );
    }

    private GroupFairness Of(string label, int group, int matched, long sum, int allMatched, GroupTerms? terms)
    {
        var all = matched + _locked[group];
        int? leastMean = _problem.Policy.Fairness.MaxScoreGap is null ? null : terms?.MinMeans[group];
        int? leastShare = _problem.Policy.Fairness.MaxRateGap is { } within
            ? Math.Max(0, Thousandths(allMatched, _problem.Mentees.Length) - within)
            : null;
        var enough = leastShare is null || all >= MinMatched(group, allMatched);
        var goodEnough = leastMean is null || sum >= (long)leastMean * matched;
        return new(
            label,
            _size[group],
            all,
            Thousandths(all, _size[group]),
            leastShare,
            matched == 0 ? null : (int)(sum / matched),
            leastMean,
            enough && goodEnough
        );
    }

    /// <summary>The least number whose share of the group is within the bound of the share of all.</summary>
    private int MinMatched(int group, int allMatched)
    {
        if (_problem.Policy.Fairness.MaxRateGap is not { } within)
            return 0;
        var all = (long)_problem.Mentees.Length;
        var least = _size[group] * ((1000L * allMatched) - (within * all));
        return (int)Math.Max(0, (least + (1000 * all) - 1) / (1000 * all));
    }

    private int? MinMean(Assignment best) =>
        _problem.Policy.Fairness.MaxScoreGap is { } within && best.Matched > 0
            ? (int)(best.TotalScore / best.Matched) - (within * 1000)
            : null;

    /// <summary>
    /// What the weights of means leave unproved: an answer within the bounds is worth at least its scores, and none is
    /// worth more.
    /// </summary>
    private static long Gap(CandidateGraph graph, Assignment chosen, Assignment unbounded)
    {
        if (chosen.Certificate.Groups is not { Unit: > 1 } terms)
            return 0;
        var worth = chosen
            .Edges.Index()
            .Where(mentee => mentee.Item >= 0)
            .Sum(mentee => terms.Worth(mentee.Index, graph.Score[mentee.Item]));
        var best =
            unbounded.Matched == chosen.Matched
                ? Math.Min(unbounded.TotalScore, worth / terms.Unit)
                : worth / terms.Unit;
        return best - chosen.TotalScore;
    }

    private static int Thousandths(long part, long whole) => whole == 0 ? 0 : (int)(1000 * part / whole);
}
