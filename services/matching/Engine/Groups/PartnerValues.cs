using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>What two mentees have to do with one another; goals are sorted numbers, null is not recorded.</summary>
internal readonly record struct Partner(int[] Goals, int? Department, int? Site)
{
    public static Partner Of(Profile mentee) =>
        new(mentee.Skills.Select(s => s.Id).ToArray(), mentee.Department, mentee.Site);
}

/// <summary>
/// What each two mentees of one group are worth to it, in millionths, 0 or more: the same from both sides. Goals in
/// common count in full at three or at all of the shorter list; backgrounds count half for different departments and
/// half for different sites. What is not recorded counts half, as it does between mentee and mentor.
/// </summary>
/// <param name="excluded">Of each mentee the others who must not be in the same group; the same from both
/// sides.</param>
internal sealed class PartnerValues(Partner[] mentees, PartnerWeights weights, int[][] excluded)
{
    public const int MaxInTable = 8_000;

    private readonly HashSet<int>?[] _excluded = Array.ConvertAll(
        excluded,
        others => others is [] ? null : others.ToHashSet()
    );

    // Of each two mentees, 4 bytes each.
    private int[]?[]? _table;

    public PartnerWeights Weights => weights;

    public int Count => mentees.Length;

    /// <summary>O(1) for up to <see cref="MaxInTable"/> mentees, else O(goals of both).</summary>
    public int Of(int one, int other) => (_table ??= Table())[one] is { } row ? row[other] : Computed(one, other);

    /// <summary>Thousandths.</summary>
    public int SharedGoals(int one, int other)
    {
        var (mine, theirs) = (mentees[one].Goals, mentees[other].Goals);
        if (mine is [] || theirs is [])
            return Neutral;
        var enough = FactorValues.Enough(mine.Length, theirs.Length);
        return Math.Min(CountCommon(mine, theirs), enough) * Full / enough;
    }

    /// <summary>Thousandths.</summary>
    public int Backgrounds(int one, int other)
    {
        var departments = FactorValues.Different(mentees[one].Department, mentees[other].Department) ?? Neutral;
        var sites = FactorValues.Different(mentees[one].Site, mentees[other].Site) ?? Neutral;
        return (departments + sites) / 2;
    }

    public bool Excludes(int one, int other) => _excluded[one] is { } others && others.Contains(other);

    public int[] ExcludedBy(int mentee) => excluded[mentee];

    private int Computed(int one, int other) =>
        (weights.SharedGoals * SharedGoals(one, other)) + (weights.Backgrounds * Backgrounds(one, other));

    /// <summary>A row for each mentee, or null where there are too many.</summary>
    private int[]?[] Table()
    {
        var table = new int[Count][];
        for (var one = 0; one < Count && Count <= MaxInTable; one++)
        {
            table[one] = new int[Count];
            for (var other = 0; other < Count; other++)
                table[one][other] = other < one ? table[other][one] : Computed(one, other);
        }
        return table;
    }
}
