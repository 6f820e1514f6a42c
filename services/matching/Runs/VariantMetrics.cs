using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <param name="Score">Millionths, by the common measure of the run.</param>
public readonly record struct VariantMatch(Guid Mentor, int Score);

/// <summary>The matches of one mentee in two variants; null where the mentee is unmatched.</summary>
public sealed record MenteeOutcome(Guid Mentee, string Site, string? Label, VariantMatch? A, VariantMatch? B)
{
    private const int Unmatched = -1;

    /// <summary>By how much the second is better for this mentee; a match of any score is better than none.</summary>
    public int Gain => (B?.Score ?? Unmatched) - (A?.Score ?? Unmatched);
}

public sealed record RunMentor(Guid Id, int Capacity);

/// <param name="Rate">Matched of the group's mentees, in thousandths, rounded down.</param>
/// <param name="Mean">Mean score of the matched in millionths; null where no mentee is matched.</param>
public sealed record GroupRate(int Matched, int Rate, int? Mean)
{
    public static GroupRate Of(IReadOnlyList<VariantMatch?> matches)
    {
        var scores = matches.OfType<VariantMatch>().Select(g => (long)g.Score).ToArray();
        return new(
            scores.Length,
            (int)(1000L * scores.Length / matches.Count),
            scores is [] ? null : (int)(scores.Sum() / scores.Length)
        );
    }
}

/// <summary>Of the scores of matched mentees, in millionths of a full score.</summary>
public sealed record ScoreDistribution(
    int Mean,
    int Deviation,
    int Min,
    int LowerQuartile,
    int Median,
    int UpperQuartile,
    int Max
)
{
    public static ScoreDistribution? Of(IEnumerable<int> all)
    {
        var scores = all.Order().ToArray();
        if (scores is [])
            return null;
        return new((int)scores.Average(), (int)DeviationOf(scores), scores[0], At(1), At(2), At(3), scores[^1]);

        int At(int quarter) => scores[(scores.Length - 1) * quarter / 4];
    }

    internal static double DeviationOf(int[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}

/// <summary>How many a variant matches and how well, and how it loads mentors and treats groups.</summary>
/// <param name="Rate">Matched of all mentees, in thousandths, rounded down.</param>
/// <param name="Scores">Null where no mentee is matched.</param>
/// <param name="MaxRateGap">Thousandths between the groups of which most and fewest are matched.</param>
/// <param name="MaxScoreGap">Millionths between the groups with the greatest and the least mean score.</param>
public sealed record VariantMetrics(
    int Mentees,
    int Matched,
    int Rate,
    ScoreDistribution? Scores,
    LoadFairness Load,
    int MaxRateGap,
    int MaxScoreGap
)
{
    /// <param name="matches">Whom each mentee gets.</param>
    /// <param name="mentors">Those with places.</param>
    /// <param name="groups">How the variant treats each group.</param>
    public static VariantMetrics Of(
        IReadOnlyList<VariantMatch?> matches,
        IReadOnlyList<RunMentor> mentors,
        IReadOnlyList<GroupRate> groups
    )
    {
        var matched = matches.OfType<VariantMatch>().ToArray();
        var means = groups.Select(g => g.Mean).OfType<int>().ToArray();
        return new(
            matches.Count,
            matched.Length,
            matches.Count == 0 ? 0 : (int)(1000L * matched.Length / matches.Count),
            ScoreDistribution.Of(matched.Select(g => g.Score)),
            LoadOf(matched, mentors),
            Gap([.. groups.Select(g => g.Rate)]),
            Gap(means)
        );
    }

    private static LoadFairness LoadOf(VariantMatch[] matched, IReadOnlyList<RunMentor> mentors)
    {
        var load = matched.CountBy(g => g.Mentor).ToDictionary();
        var loads = mentors.Select(m => load.GetValueOrDefault(m.Id)).ToArray();
        return loads is []
            ? new(0, null, 0, 0, 0)
            : new(
                loads.Max(),
                null,
                (int)(1000 * loads.Average()),
                (int)(1000 * ScoreDistribution.DeviationOf(loads)),
                loads.Count(n => n == 0)
            );
    }

    private static int Gap(int[] values) => values is [] ? 0 : values.Max() - values.Min();
}
