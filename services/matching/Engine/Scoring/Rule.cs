using static PeerNetwork.Matching.Engine.Comparing;

namespace PeerNetwork.Matching.Engine;

/// <summary>A condition that every pair must meet. Where the data to check it is missing, it excludes nobody and says so.</summary>
public sealed class Rule
{
    private readonly Func<Policy, bool> _applies;
    private readonly Func<Profile, Profile, Policy, bool?> _holds;
    private readonly Func<Profile, Profile, Policy, string> _sentence;

    private Rule(string name, Func<Policy, bool> applies, Func<Profile, Profile, Policy, bool?> holds, Func<Profile, Profile, Policy, string> sentence)
    {
        Name = name;
        (_applies, _holds, _sentence) = (applies, holds, sentence);
    }

    /// <summary>Stable name, used in stored explanations.</summary>
    public string Name { get; }

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("not-oneself", _ => true, (e, r, _) => e.Id != r.Id,
            (e, r, _) => e.Id == r.Id ? "Nobody mentors themselves." : "They are two people."),
        new("free-place", _ => true, (_, r, _) => r.Seats > 0,
            (_, r, _) => r.Seats > 0 ? $"The mentor has {Say.Count(r.Seats, "free place")}." : "The mentor has no free place."),
        new("not-own-manager", p => p.Rules.NotOwnManager, (e, r, _) => !Manages(r, e) && !Manages(e, r), SayManager),
        new("time-zone-span", p => p.Rules.MaxTimeZoneSpanHours is not null,
            (e, r, p) => ZoneSpan(e, r) is { } span ? span <= p.Rules.MaxTimeZoneSpanHours * 60 : null,
            (e, r, p) => $"Their time zones are {Say.Hours(ZoneSpan(e, r)!.Value)} apart; "
                + $"at most {p.Rules.MaxTimeZoneSpanHours} are allowed."),
        new("level-difference", p => (p.Rules.MinLevelDifference ?? p.Rules.MaxLevelDifference) is not null,
            (e, r, p) => (long?)r.Level - e.Level is { } d
                ? d >= (p.Rules.MinLevelDifference ?? long.MinValue) && d <= (p.Rules.MaxLevelDifference ?? long.MaxValue)
                : null,
            SayLevels),
        new("shared-language", p => p.Rules.SharedLanguage,
            (e, r, _) => e.Languages is [] || r.Languages is [] ? null : CountCommon(e.Languages, r.Languages) > 0,
            (e, r, _) => CountCommon(e.Languages, r.Languages) > 0 ? "They share a language." : "They have no language in common."),
        new("not-excluded", _ => true, (e, r, _) => !e.Excluded.Contains(r.Id),
            (e, r, _) => e.Excluded.Contains(r.Id) ? "An exclusion keeps these two apart." : "No exclusion concerns these two."),
        new("no-ended-pair", p => p.Rules.NoEndedPair, (e, r, _) => !e.Ended.Contains(r.Id),
            (e, r, _) => e.Ended.Contains(r.Id) ? "A mentorship of these two ended before." : "These two have not been a pair before."),
        new("not-forbidden", _ => true, (e, r, _) => !e.Forbidden.Contains(r.Id),
            (e, r, _) => e.Forbidden.Contains(r.Id) ? "The coordinator forbade this pair." : "The coordinator has not forbidden this pair."),
    ];

    internal static Rule[] Of(Policy policy) => [.. All.Where(rule => rule._applies(policy))];

    internal bool Passes(Profile mentee, Profile mentor, Policy policy) => _holds(mentee, mentor, policy) ?? true;

    internal RuleCheck Check(Profile mentee, Profile mentor, Policy policy) => _holds(mentee, mentor, policy) is { } holds
        ? new(Name, holds, _sentence(mentee, mentor, policy))
        : new(Name, true, "What this rule needs is not recorded for at least one of the two, so it excludes nobody.");

    private static bool Manages(Profile manager, Profile person) => Array.IndexOf(person.Managers, manager.Id) >= 0;

    private static string SayManager(Profile mentee, Profile mentor, Policy policy) =>
        Manages(mentor, mentee) ? "The mentor is one of the mentee's line managers."
        : Manages(mentee, mentor) ? "The mentee is one of the mentor's line managers."
        : "Neither is a line manager of the other.";

    private static string SayLevels(Profile mentee, Profile mentor, Policy policy)
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
