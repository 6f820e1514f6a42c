using static PeerNetwork.Matching.Engine.DependsOn;
using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// One aspect of how well a mentor suits a mentee: a function to 0..1000 thousandths. Where a side has nothing recorded
/// the function is undefined and the factor counts 500, neither for nor against the pair.
/// </summary>
public sealed class Factor
{
    private readonly Func<Profile, Profile, Policy, int?> _value;
    private readonly Func<Profile, Profile, Policy, string> _sentence;

    private Factor(
        string name,
        int defaultWeight,
        DependsOn reads,
        string meaning,
        Func<Profile, Profile, Policy, int?> value,
        Func<Profile, Profile, Policy, string> sentence
    )
    {
        (Name, DefaultWeight, DependsOn, Description) = (name, defaultWeight, reads, meaning);
        (_value, _sentence) = (value, sentence);
    }

    /// <summary>Stable name, used in policies and stored explanations.</summary>
    public string Name { get; }

    /// <summary>
    /// Thousandths of the whole; 0 where only a policy switches the factor on. What a mentee wants to learn weighs
    /// most, and nothing rewards rank or credentials.
    /// </summary>
    public int DefaultWeight { get; }
    public string Description { get; }

    /// <summary>What of the mentor the value depends on, beside the mentee and the policy.</summary>
    internal DependsOn DependsOn { get; }

    /// <summary>Every factor; the default weights add up to 1000.</summary>
    /// <remarks>In the functions, e is the mentee, r the mentor and p the policy.</remarks>
    public static IReadOnlyList<Factor> All { get; } =
    [
        new(
            "learning-goals",
            340,
            Skills,
            "The mean, over the mentee's goals and wanted skills, of how far the mentor's level serves each.",
            (e, r, _) => FactorValues.LearningGoals(e, r),
            (e, r, _) => FactorSentences.LearningGoals(e, r)
        ),
        new(
            "career-interests",
            110,
            CareerInterests,
            "The share of the mentee's career interests in which the mentor has been.",
            (e, r, _) => FactorValues.CareerInterests(e, r),
            (e, r, _) =>
                $"The mentor knows {FactorSentences.Shared(e, e.CareerInterests, r.CareerInterests, "none")} "
                + "of the mentee's career interests."
        ),
        new(
            "career-change",
            90,
            Fields,
            "1 when the mentor has moved from the mentee's field of work to the target field, 0.7 when the mentor has "
                + "worked in the target field.",
            (e, r, _) => FactorValues.CareerChange(e, r),
            (e, r, _) => FactorSentences.CareerChange(e, r)
        ),
        new(
            "experience",
            110,
            Grade,
            "1 when the mentor's years beyond the mentee's are in the target range, a tenth less per year outside it.",
            FactorValues.Experience,
            FactorSentences.Experience
        ),
        new(
            "values",
            60,
            Values,
            "How alike the two answer the questions about values that both answered; 0.5 is what chance gives.",
            (e, r, _) => QuestionnaireSimilarity.Similarity(e.Values, r.Values),
            (e, r, _) => QuestionnaireSimilarity.Describe(e.Values, r.Values)
        ),
        new(
            "personality",
            30,
            Personality,
            "How alike the two answer the questions about personality that both answered; 0.5 is what chance gives.",
            (e, r, _) => QuestionnaireSimilarity.Similarity(e.Personality, r.Personality),
            (e, r, _) => QuestionnaireSimilarity.Describe(e.Personality, r.Personality)
        ),
        new(
            "time-zone",
            80,
            Location,
            "The share of an eight-hour working day that both work at the same time.",
            (e, r, _) => ZoneSpan(e, r) is { } span ? WorkingDayShare(SharedWorkingMinutes(span)) : null,
            (e, r, _) =>
                $"Their working days overlap by {TextFormat.Hours(SharedWorkingMinutes(ZoneSpan(e, r)!.Value))}."
        ),
        new(
            "shared-interests",
            60,
            Interests,
            "Interests in common, full at three or at all of the shorter list.",
            (e, r, _) => FactorValues.SharedInterests(e, r),
            (e, r, _) => $"They share {FactorSentences.Shared(e, e.Interests, r.Interests, "no interest")}."
        ),
        new(
            "cross-department",
            50,
            Unit,
            "1 when the two work in different departments.",
            (e, r, _) => FactorValues.Different(e.Department, r.Department),
            (e, r, _) =>
                e.Department == r.Department
                    ? "They work in the same department."
                    : "They work in different departments."
        ),
        new(
            "language",
            40,
            Location,
            "1 when the two have a language in common.",
            (e, r, _) =>
                e.Languages is [] || r.Languages is [] ? null
                : CountCommon(e.Languages, r.Languages) > 0 ? Full
                : 0,
            (e, r, _) => $"They have {FactorSentences.Shared(e, e.Languages, r.Languages, "no language")} in common."
        ),
        new(
            "cross-site",
            30,
            Location,
            "1 when the two work at different sites.",
            (e, r, _) => FactorValues.Different(e.Site, r.Site),
            (e, r, _) => FactorSentences.Site(e, r)
        ),
        new(
            "same-site",
            0,
            Location,
            "1 when the two work at the same site, for programs whose pairs meet or where local context counts.",
            (e, r, _) => Full - FactorValues.Different(e.Site, r.Site),
            (e, r, _) => FactorSentences.Site(e, r)
        ),
        new(
            "same-level",
            0,
            Grade,
            "1 when the two have the same job level, a quarter less for each level between them: for peers.",
            (e, r, _) => FactorValues.SameLevel(e, r),
            (e, r, _) => $"The mentor's job level is {r.Level}, the mentee's {e.Level}."
        ),
        new(
            "shared-background",
            0,
            Fields,
            "1 when the two have worked in the same field.",
            (e, r, _) =>
                e.Fields is [] || r.Fields is [] ? null
                : CountCommon(e.Fields, r.Fields) > 0 ? Full
                : 0,
            (e, r, _) => FactorSentences.Background(e, r)
        ),
    ];

    /// <summary>0 to 1000, or null where data is missing.</summary>
    internal int? Value(Profile mentee, Profile mentor, Policy policy) => _value(mentee, mentor, policy);

    internal string Sentence(Profile mentee, Profile mentor, Policy policy) =>
        Value(mentee, mentor, policy) is null
            ? "Nothing is recorded about this for at least one of the two, so it counts as neutral (0.5)."
            : _sentence(mentee, mentor, policy);
}

/// <summary>
/// What of a mentor a factor or a rule depends on. Mentors who agree in it have the same value with a given mentee.
/// </summary>
internal enum DependsOn
{
    /// <summary>Offset, site and languages.</summary>
    Location,

    /// <summary>Job level and years of experience.</summary>
    Grade,

    /// <summary>The department.</summary>
    Unit,

    // Lists of words: 0 where the two have none in common.
    Skills,
    CareerInterests,
    Interests,
    Fields,

    // Answers to a questionnaire.
    Values,
    Personality,

    /// <summary>Who the two are.</summary>
    Pair,
}
