using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>The factors whose value takes more than a line; each is 0 to 1000, or null where data is missing.</summary>
internal static class FactorValues
{
    /// <summary>The mentor has been where the mentee wants to go, but has not gone the same way.</summary>
    public const int TargetOnly = 700;
    private const int EnoughInterests = 3;
    private const int YearsUntilNothing = 10;
    private const int PerLevel = 250;

    public static int? LearningGoals(Profile mentee, Profile mentor) =>
        mentee.Skills is [] || mentor.Skills is []
            ? null
            : TotalCoverage(mentee.Skills, mentor.Skills) / mentee.Skills.Length;

    public static int? CareerInterests(Profile mentee, Profile mentor) =>
        mentee.CareerInterests is [] || mentor.CareerInterests is []
            ? null
            : CountCommon(mentee.CareerInterests, mentor.CareerInterests) * Full / mentee.CareerInterests.Length;

    public static int? CareerChange(Profile mentee, Profile mentor)
    {
        if (mentee.TargetField is not { } target || mentor.Fields is [])
            return null;
        return CountCommon(mentee.Moves, mentor.Moves) > 0 ? Full
            : Array.BinarySearch(mentor.Fields, target) >= 0 ? TargetOnly
            : 0;
    }

    public static int? Experience(Profile mentee, Profile mentor, Policy policy)
    {
        if (mentee.Years is not { } mine || mentor.Years is not { } theirs)
            return null;
        var (more, target) = ((long)theirs - mine, policy.ExperienceTarget);
        var outside = Math.Max(0, Math.Max(target.From - more, more - target.To));
        return (int)Math.Max(0, Full - outside * Full / YearsUntilNothing);
    }

    public static int? SharedInterests(Profile mentee, Profile mentor)
    {
        if (mentee.Interests is [] || mentor.Interests is [])
            return null;
        var enough = Enough(mentee.Interests.Length, mentor.Interests.Length);
        return Math.Min(CountCommon(mentee.Interests, mentor.Interests), enough) * Full / enough;
    }

    /// <summary>How many interests in common count in full, for two lists of these lengths.</summary>
    public static int Enough(int mine, int theirs) => Math.Min(EnoughInterests, Math.Min(mine, theirs));

    public static int? SameLevel(Profile mentee, Profile mentor) =>
        (long?)mentor.Level - mentee.Level is { } apart ? (int)Math.Max(0, Full - (Math.Abs(apart) * PerLevel)) : null;

    public static int? Different(int? mine, int? theirs) =>
        mine is null || theirs is null ? null
        : mine == theirs ? 0
        : Full;
}
