using static PeerNetwork.Matching.Engine.Comparing;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// One aspect of how well a mentor suits a mentee: a function to 0..1000 thousandths. Where a side has nothing recorded the
/// function is undefined and the factor counts 500, neither for nor against the pair.
/// </summary>
public sealed class Factor
{
    private readonly Func<Profile, Profile, Policy, int?> _value;
    private readonly Func<Profile, Profile, Policy, string> _sentence;

    private Factor(string name, int defaultWeight, string meaning,
        Func<Profile, Profile, Policy, int?> value, Func<Profile, Profile, Policy, string> sentence)
    {
        (Name, DefaultWeight, Meaning) = (name, defaultWeight, meaning);
        (_value, _sentence) = (value, sentence);
    }

    /// <summary>Stable name, used in policies and stored explanations.</summary>
    public string Name { get; }

    /// <summary>Thousandths of the whole. What a mentee wants to learn weighs most; nothing rewards rank or credentials.</summary>
    public int DefaultWeight { get; }
    public string Meaning { get; }

    /// <summary>Every factor; the default weights add up to 1000.</summary>
    public static IReadOnlyList<Factor> All { get; } =
    [
        new("learning-goals", 400, "The mean, over the mentee's goals and wanted skills, of how far the mentor's level serves each.",
            LearningGoals, SayLearningGoals),
        new("career-interests", 150, "The share of the mentee's career interests in which the mentor has been.",
            (e, r, _) => CareerInterests(e, r),
            (e, r, _) => $"The mentor knows {Shared(e, e.CareerInterests, r.CareerInterests, "none")} of the mentee's career interests."),
        new("experience", 130, "1 when the mentor's years beyond the mentee's are in the target range, a tenth less per year outside it.",
            Experience, SayExperience),
        new("time-zone", 100, "The share of an eight-hour working day that both work at the same time.",
            (e, r, _) => ZoneSpan(e, r) is { } span ? WorkingDayShare(SharedWorkingMinutes(span)) : null,
            (e, r, _) => $"Their working days overlap by {Say.Hours(SharedWorkingMinutes(ZoneSpan(e, r)!.Value))}."),
        new("shared-interests", 80, "Interests in common, full at three or at all of the shorter list.",
            (e, r, _) => SharedInterests(e, r),
            (e, r, _) => $"They share {Shared(e, e.Interests, r.Interests, "no interest")}."),
        new("cross-department", 60, "1 when the two work in different departments.",
            (e, r, _) => Different(e.Department, r.Department),
            (e, r, _) => e.Department == r.Department ? "They work in the same department." : "They work in different departments."),
        new("language", 50, "1 when the two have a language in common.",
            (e, r, _) => e.Languages is [] || r.Languages is [] ? null : CountCommon(e.Languages, r.Languages) > 0 ? Full : 0,
            (e, r, _) => $"They have {Shared(e, e.Languages, r.Languages, "no language")} in common."),
        new("cross-site", 30, "1 when the two work at different sites.",
            (e, r, _) => Different(e.Site, r.Site),
            (e, r, _) => e.Site == r.Site ? "They work at the same site." : "They work at different sites."),
    ];

    /// <summary>0 to 1000, or null where data is missing.</summary>
    internal int? Value(Profile mentee, Profile mentor, Policy policy) => _value(mentee, mentor, policy);

    internal string Sentence(Profile mentee, Profile mentor, Policy policy) => Value(mentee, mentor, policy) is null
        ? "Nothing is recorded about this for at least one of the two, so it counts as neutral (0.5)."
        : _sentence(mentee, mentor, policy);

    private static int? LearningGoals(Profile mentee, Profile mentor, Policy policy) => mentee.Skills is [] || mentor.Skills is []
        ? null
        : TotalCoverage(mentee.Skills, mentor.Skills) / mentee.Skills.Length;

    private static string SayLearningGoals(Profile mentee, Profile mentor, Policy policy)
    {
        var offered = mentor.Skills.ToDictionary(s => s.Id, s => s.Level);
        var served = mentee.Skills.Where(w => offered.ContainsKey(w.Id)).OrderBy(w => mentee.Words.Word(w.Id), StringComparer.Ordinal).ToArray();
        if (served is [])
            return "The mentor offers none of the wanted skills and goals.";
        var words = served.Select(w => mentee.Words.Word(w.Id) + Coverage(w.Level, offered[w.Id]) switch
        {
            Full => "",
            _ when offered[w.Id] is null => " (level not recorded, counted as half)",
            _ => $" (level {offered[w.Id]} of {w.Level})",
        });
        return $"The mentor offers {served.Length} of {mentee.Skills.Length} wanted skills and goals: {string.Join(", ", words)}.";
    }

    private static int? CareerInterests(Profile mentee, Profile mentor) => mentee.CareerInterests is [] || mentor.CareerInterests is []
        ? null
        : CountCommon(mentee.CareerInterests, mentor.CareerInterests) * Full / mentee.CareerInterests.Length;

    private static int? SharedInterests(Profile mentee, Profile mentor)
    {
        if (mentee.Interests is [] || mentor.Interests is [])
            return null;
        var enough = Math.Min(3, Math.Min(mentee.Interests.Length, mentor.Interests.Length));
        return Math.Min(CountCommon(mentee.Interests, mentor.Interests), enough) * Full / enough;
    }

    private static int? Experience(Profile mentee, Profile mentor, Policy policy)
    {
        if (mentee.Years is not { } mine || mentor.Years is not { } theirs)
            return null;
        var (more, target) = ((long)theirs - mine, policy.ExperienceTarget);
        var outside = Math.Max(0, Math.Max(target.From - more, more - target.To));
        return (int)Math.Max(0, Full - outside * Full / 10);
    }

    private static string SayExperience(Profile mentee, Profile mentor, Policy policy) =>
        $"The mentor has {Say.Count(mentor.Years!.Value, "year")} of experience, the mentee {mentee.Years}; "
        + $"{policy.ExperienceTarget.From} to {policy.ExperienceTarget.To} more are sought.";

    private static int? Different(int? mine, int? theirs) => mine is null || theirs is null ? null : mine == theirs ? 0 : Full;

    private static string Shared(Profile mentee, int[] mine, int[] theirs, string none) =>
        mentee.Words.Words(mine.Intersect(theirs)) is { Length: > 0 } words ? string.Join(", ", words) : none;
}
