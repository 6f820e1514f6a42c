using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// What two people may read about why they were not matched. It does not disclose exclusions, what a coordinator locked
/// or forbade, of the other's answers, hours and standing, and of points.
/// </summary>
public static class ParticipantExplanation
{
    public const string ConfidentialReason = "The rules of this program keep this pair apart.";

    /// <summary>
    /// Broken rules that both people may read. All other rules, also future ones, stay confidential.
    /// </summary>
    private static readonly Dictionary<string, string> DisclosedRules = new()
    {
        ["not-oneself"] = "Nobody mentors themselves.",
        ["not-own-manager"] = "One of these two is a line manager of the other.",
        ["time-zone-span"] = "Their time zones are further apart than this program allows.",
        ["level-difference"] = "The difference of their job levels is not one that this program allows.",
        ["shared-language"] = "They have no language in common, which this program asks for.",
        ["no-ended-pair"] = "A mentorship of these two ended before.",
    };

    /// <summary>
    /// The attributes that a person can answer differently. Capacity, hours, level and time zone are facts, not
    /// answers.
    /// </summary>
    private static readonly Dictionary<string, string> ChangeableAttributes = new()
    {
        [ProfileAttributes.Language] = "languages",
        [ProfileAttributes.OfferedSkill] = "the skills on offer",
        [ProfileAttributes.WantedSkill] = "the skills to learn",
        [ProfileAttributes.Interest] = "interests",
        [ProfileAttributes.CareerInterest] = "career interests",
        [ProfileAttributes.TargetField] = "the target field",
    };

    /// <param name="Possible">Whether other answers of the asking side alone would be enough.</param>
    /// <param name="Attributes">Which answers, as the stable words of a profile change; never what they would have to
    /// be.</param>
    public sealed record HelpView(bool Possible, string Sentence, IReadOnlyList<string> Attributes);

    /// <summary>
    /// What the record of a run holds about two people, with what only coordinators of the whole program may read.
    /// </summary>
    /// <param name="Reason">Null where the solver proposed them.</param>
    /// <param name="BrokenRules">Names of rules.</param>
    /// <param name="Change">Null where the solver proposed them.</param>
    public sealed record Finding(
        ExclusionReason? Reason,
        IReadOnlyList<string> BrokenRules,
        CounterfactualChange? Change
    );

    /// <param name="side">Who asks, or would: <see cref="ProfileChange.Mentee"/> or
    /// <see cref="ProfileChange.Mentor"/>.</param>
    /// <param name="matched">Whether the two have a match in this run, which both see.</param>
    /// <param name="finding">What is known.</param>
    public static (IReadOnlyList<string> Sentences, HelpView? Help) Explain(string side, bool matched, Finding finding)
    {
        if (matched)
            return (["These two have a match in this run."], null);
        var nothing = new HelpView(false, $"Nothing that the {side} could answer differently alters that.", []);
        return finding.Reason switch
        {
            ExclusionReason.Rule when finding.BrokenRules.All(DisclosedRules.ContainsKey) => (
                [.. SentencesFor(finding.BrokenRules)],
                HelpFor(side, finding.Change) ?? nothing
            ),
            ExclusionReason.Rule => ([.. SentencesFor(finding.BrokenRules), ConfidentialReason], nothing),
            ExclusionReason.NotAmongBest => (
                ["Others suit better: a run looks only at the best candidates of each mentee."],
                HelpFor(side, finding.Change) ?? nothing
            ),
            ExclusionReason.CapacityNeeded => (
                ["Places are short, and this one is needed by people who have fewer others to choose from."],
                nothing
            ),
            ExclusionReason.Outscored => (
                ["The place does more good elsewhere: with this pair the whole result would be worse."],
                HelpFor(side, finding.Change) ?? nothing
            ),
            ExclusionReason.MenteePrefersOther => (["The mentee has a mentor who suits the mentee better."], nothing),
            ExclusionReason.MentorPrefersOthers => (
                ["The places of the mentor are held by mentees who suit the mentor better."],
                nothing
            ),
            ExclusionReason.None => (
                ["Nothing speaks against this pair: of results that are equally good the run settled on another."],
                new(true, "No change is needed.", [])
            ),
            // Also what the solver proposed and never became a match: a coordinator removed it, or one of the two left.
            _ => ([ConfidentialReason], nothing),
        };
    }

    private static IEnumerable<string> SentencesFor(IReadOnlyList<string> broken) =>
        broken.Where(DisclosedRules.ContainsKey).Select(rule => DisclosedRules[rule]);

    /// <summary>
    /// Only what the asking side itself could answer differently, and no word of it: it would be one of the other's.
    /// Null where that is nothing.
    /// </summary>
    private static HelpView? HelpFor(string side, CounterfactualChange? change)
    {
        var own = (change?.Changes ?? [])
            .Where(change => change.Role == side && ChangeableAttributes.ContainsKey(change.Attribute))
            .ToArray();
        if (own is [])
            return null;
        string[] attributes = [.. own.Select(change => change.Attribute).Distinct().Order(StringComparer.Ordinal)];
        var about = string.Join(" and ", attributes.Select(attribute => ChangeableAttributes[attribute]));
        return change!.Suffices && own.Length == change.Changes.Count
            ? new(true, $"Other answers of the {side} about {about} would have made the pair possible.", attributes)
            : new(
                false,
                $"Other answers of the {side} about {about} would bring the pair nearer, but are not enough alone.",
                attributes
            );
    }
}
