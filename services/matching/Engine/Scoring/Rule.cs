using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A condition that every pair must meet. Where the data to check it is missing, it excludes no pair and says so.
/// </summary>
public sealed class Rule
{
    // The rules that a change of profile can meet.
    /// <summary>Neither is a line manager of the other, at any level and in any job.</summary>
    public const string NotOwnManager = "not-own-manager";

    internal const string FreePlace = "free-place";
    internal const string FreeTime = "free-time";
    internal const string TimeZoneSpan = "time-zone-span";
    internal const string LevelDifference = "level-difference";
    internal const string SharedLanguage = "shared-language";

    private readonly Func<Policy, bool> _applies;
    private readonly Func<Profile, Profile, Policy, bool?> _holds;
    private readonly Func<Profile, Profile, Policy, string> _sentence;

    private Rule(
        string name,
        DependsOn reads,
        Func<Policy, bool> applies,
        Func<Profile, Profile, Policy, bool?> holds,
        Func<Profile, Profile, Policy, string> sentence
    )
    {
        (Name, DependsOn) = (name, reads);
        (_applies, _holds, _sentence) = (applies, holds, sentence);
    }

    /// <summary>Stable name, used in stored explanations.</summary>
    public string Name { get; }

    /// <summary>What of the mentor the rule depends on, beside the mentee and the policy.</summary>
    internal DependsOn DependsOn { get; }

    /// <summary>All rules.</summary>
    /// <remarks>In the functions, e is the mentee, r the mentor and p the policy.</remarks>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "not-oneself",
            DependsOn.Pair,
            _ => true,
            (e, r, _) => e.Id != r.Id,
            (e, r, _) => e.Id == r.Id ? "Nobody mentors themselves." : "They are two people."
        ),
        new(
            FreePlace,
            DependsOn.Pair,
            _ => true,
            (_, r, _) => r.Capacity > 0,
            (_, r, _) =>
                r.Capacity > 0
                    ? $"The mentor has {TextFormat.Count(r.Capacity, "free place")}."
                    : "The mentor has no free place."
        ),
        new(
            FreeTime,
            DependsOn.Pair,
            _ => true,
            (_, r, p) => r.FreeMinutes is { } free ? free >= p.MinutesPerMentorship : null,
            DescribeTime
        ),
        new(
            "eligible",
            DependsOn.Pair,
            _ => true,
            (e, r, _) => (e.Person.IneligibilityReason ?? r.Person.IneligibilityReason) is null,
            DescribeEligibility
        ),
        new(
            NotOwnManager,
            DependsOn.Pair,
            p => p.Rules.NotOwnManager,
            (e, r, _) => !Manages(r, e) && !Manages(e, r),
            DescribeManager
        ),
        new(
            TimeZoneSpan,
            DependsOn.Location,
            p => p.Rules.MaxTimeZoneSpanHours is not null,
            (e, r, p) => ZoneSpan(e, r) is { } span ? span <= p.Rules.MaxTimeZoneSpanHours * 60 : null,
            (e, r, p) =>
                $"Their time zones are {TextFormat.Hours(ZoneSpan(e, r)!.Value)} apart; "
                + $"at most {p.Rules.MaxTimeZoneSpanHours} are allowed."
        ),
        new(
            LevelDifference,
            DependsOn.Grade,
            p => (p.Rules.MinLevelDifference ?? p.Rules.MaxLevelDifference) is not null,
            (e, r, p) =>
                (long?)r.Level - e.Level is { } d
                    ? d >= (p.Rules.MinLevelDifference ?? long.MinValue)
                        && d <= (p.Rules.MaxLevelDifference ?? long.MaxValue)
                    : null,
            DescribeLevels
        ),
        new(
            SharedLanguage,
            DependsOn.Location,
            p => p.Rules.SharedLanguage,
            (e, r, _) => e.Languages is [] || r.Languages is [] ? null : CountCommon(e.Languages, r.Languages) > 0,
            (e, r, _) =>
                CountCommon(e.Languages, r.Languages) > 0
                    ? "They share a language."
                    : "They have no language in common."
        ),
        new(
            "not-excluded",
            DependsOn.Pair,
            _ => true,
            (e, r, _) => !e.Excluded.Contains(r.Id),
            (e, r, _) =>
                e.Excluded.Contains(r.Id) ? "An exclusion keeps these two apart." : "No exclusion concerns these two."
        ),
        new(
            "no-ended-pair",
            DependsOn.Pair,
            p => p.Rules.NoEndedPair,
            (e, r, _) => !e.Ended.Contains(r.Id),
            (e, r, _) =>
                e.Ended.Contains(r.Id)
                    ? "A mentorship of these two ended before."
                    : "These two have not been a pair before."
        ),
        new(
            "not-forbidden",
            DependsOn.Pair,
            _ => true,
            (e, r, _) => !e.Forbidden.Contains(r.Id),
            (e, r, _) =>
                e.Forbidden.Contains(r.Id)
                    ? "The coordinator forbade this pair."
                    : "The coordinator has not forbidden this pair."
        ),
    ];

    internal static Rule[] Of(Policy policy) => [.. All.Where(rule => rule._applies(policy))];

    internal bool Passes(Profile mentee, Profile mentor, Policy policy) => _holds(mentee, mentor, policy) ?? true;

    internal RuleCheck Check(Profile mentee, Profile mentor, Policy policy) =>
        _holds(mentee, mentor, policy) is { } holds
            ? new(Name, holds, _sentence(mentee, mentor, policy))
            : new(
                Name,
                true,
                "What this rule needs is not recorded for at least one of the two, so it excludes nobody."
            );

    private static bool Manages(Profile manager, Profile person) => person.Managers.Contains(manager.Id);

    private static string DescribeTime(Profile mentee, Profile mentor, Policy policy) =>
        $"The mentor has {TextFormat.Hours(Math.Max(0, mentor.FreeMinutes!.Value))} a month left; "
        + $"a mentorship takes {TextFormat.Hours(policy.MinutesPerMentorship)}.";

    private static string DescribeEligibility(Profile mentee, Profile mentor, Policy policy) =>
        mentee.Person.IneligibilityReason is { } why ? $"The mentee may not be matched at present: {why}."
        : mentor.Person.IneligibilityReason is { } reason ? $"The mentor may not be matched at present: {reason}."
        : "Both may be matched.";

    private static string DescribeManager(Profile mentee, Profile mentor, Policy policy) =>
        Manages(mentor, mentee) ? "The mentor is one of the mentee's line managers, in the main or another job."
        : Manages(mentee, mentor) ? "The mentee is one of the mentor's line managers, in the main or another job."
        : "Neither is a line manager of the other, in any job.";

    private static string DescribeLevels(Profile mentee, Profile mentor, Policy policy)
    {
        var bounds = (policy.Rules.MinLevelDifference, policy.Rules.MaxLevelDifference) switch
        {
            ({ } min, { } max) => $"{min} to {max}",
            ({ } min, null) => $"at least {min}",
            var (_, max) => $"at most {max}",
        };
        return $"The mentor's level minus the mentee's is {(long?)mentor.Level - mentee.Level}; it must be {bounds}.";
    }
}
