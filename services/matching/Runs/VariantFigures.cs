using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <param name="Score">Millionths, by the common measure of the run.</param>
public readonly record struct Given(Guid Mentor, int Score);

/// <summary>What two variants give to one mentee; null for nobody.</summary>
public sealed record Outcome(Guid Mentee, string Site, string? Label, Given? A, Given? B)
{
    private const int Unmatched = -1;

    /// <summary>By how much the second is better for this mentee; a match of any score is better than none.</summary>
    public int Gain => (B?.Score ?? Unmatched) - (A?.Score ?? Unmatched);
}

public sealed record MentorSeats(Guid Id, int Seats);

/// <param name="Share">Matched of the group's mentees, in thousandths, rounded down.</param>
/// <param name="Mean">Mean score of the matched in millionths; null where nobody is.</param>
public sealed record GroupShare(int Matched, int Share, int? Mean)
{
    public static GroupShare Of(IReadOnlyList<Given?> given)
    {
        var scores = given.OfType<Given>().Select(g => (long)g.Score).ToArray();
        return new(
            scores.Length,
            (int)(1000L * scores.Length / given.Count),
            scores is [] ? null : (int)(scores.Sum() / scores.Length)
        );
    }
}

/// <summary>Of the scores of matched mentees, in millionths of a full score.</summary>
public sealed record ScoreSpread(
    int Mean,
    int Deviation,
    int Least,
    int LowerQuartile,
    int Median,
    int UpperQuartile,
    int Most
)
{
    public static ScoreSpread? Of(IEnumerable<int> all)
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
/// <param name="Share">Matched of all mentees, in thousandths, rounded down.</param>
/// <param name="Spread">Null where nobody is matched.</param>
/// <param name="GreatestShareGap">Thousandths between the groups of which most and fewest are matched.</param>
/// <param name="GreatestMeanGap">Millionths between the groups with the greatest and the least mean score.</param>
public sealed record VariantFigures(
    int Mentees,
    int Matched,
    int Share,
    ScoreSpread? Spread,
    LoadFairness Load,
    int GreatestShareGap,
    int GreatestMeanGap
)
{
    /// <param name="given">Whom each mentee gets.</param>
    /// <param name="mentors">Those with places.</param>
    /// <param name="groups">How the variant treats each group.</param>
    public static VariantFigures Of(
        IReadOnlyList<Given?> given,
        IReadOnlyList<MentorSeats> mentors,
        IReadOnlyList<GroupShare> groups
    )
    {
        var matched = given.OfType<Given>().ToArray();
        var means = groups.Select(g => g.Mean).OfType<int>().ToArray();
        return new(
            given.Count,
            matched.Length,
            given.Count == 0 ? 0 : (int)(1000L * matched.Length / given.Count),
            ScoreSpread.Of(matched.Select(g => g.Score)),
            LoadOf(matched, mentors),
            Gap([.. groups.Select(g => g.Share)]),
            Gap(means)
        );
    }

    private static LoadFairness LoadOf(Given[] matched, IReadOnlyList<MentorSeats> mentors)
    {
        var load = matched.CountBy(g => g.Mentor).ToDictionary();
        var loads = mentors.Select(m => load.GetValueOrDefault(m.Id)).ToArray();
        return loads is []
            ? new(0, null, 0, 0, 0)
            : new(
                loads.Max(),
                null,
                (int)(1000 * loads.Average()),
                (int)(1000 * ScoreSpread.DeviationOf(loads)),
                loads.Count(n => n == 0)
            );
    }

    private static int Gap(int[] values) => values is [] ? 0 : values.Max() - values.Min();
}
