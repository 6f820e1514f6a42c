using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// What two people may read of why they were not matched. Nothing is told of exclusions, of what a coordinator locked
/// or forbade, of the other's answers, hours and standing, and of points.
/// </summary>
public static class OpenToBoth
{
    public const string Neutral = "The rules of this program keep this pair apart.";

    /// <summary>
    /// Broken rules of which both people may know. Of any other, and of those to come, nothing is told.
    /// </summary>
    private static readonly Dictionary<string, string> Told = new()
    {
        ["not-oneself"] = "Nobody mentors themselves.",
        ["not-own-manager"] = "One of these two is a line manager of the other.",
        ["time-zone-span"] = "Their time zones are further apart than this program allows.",
        ["level-difference"] = "The difference of their job levels is not one that this program allows.",
        ["shared-language"] = "They have no language in common, which this program asks for.",
        ["no-ended-pair"] = "A mentorship of these two ended before.",
    };

    /// <summary>What somebody can answer differently. Places and hours, level and time zone are no answers.</summary>
    private static readonly Dictionary<string, string> Answers = new()
    {
        [Attributes.Language] = "languages",
        [Attributes.OfferedSkill] = "the skills on offer",
        [Attributes.WantedSkill] = "the skills to learn",
        [Attributes.Interest] = "interests",
        [Attributes.CareerInterest] = "career interests",
        [Attributes.TargetField] = "the target field",
    };

    /// <param name="Possible">Whether other answers of the asking side alone would be enough.</param>
    /// <param name="Attributes">Which answers, as the stable words of a profile change; never what they would have to
    /// be.</param>
    public sealed record HelpView(bool Possible, string Sentence, IReadOnlyList<string> Attributes);

    /// <summary>
    /// What the record of a run says of two people, with all that only coordinators of the whole program may read.
    /// </summary>
    /// <param name="Obstacle">Null where the solver proposed them.</param>
    /// <param name="Broken">Names of rules.</param>
    /// <param name="Remedy">Null where the solver proposed them.</param>
    public sealed record Finding(Obstacle? Obstacle, IReadOnlyList<string> Broken, Remedy? Remedy);

    /// <param name="side">Who asks, or would: <see cref="ProfileChange.Mentee"/> or
    /// <see cref="ProfileChange.Mentor"/>.</param>
    /// <param name="matched">Whether the two have a match in this run, which both see.</param>
    /// <param name="finding">What is known.</param>
    public static (IReadOnlyList<string> Sentences, HelpView? Help) Tell(string side, bool matched, Finding finding)
    {
        if (matched)
            return (["These two have a match in this run."], null);
        var nothing = new HelpView(false, $"Nothing that the {side} could answer differently alters that.", []);
        return finding.Obstacle switch
        {
            Obstacle.Rule when finding.Broken.All(Told.ContainsKey) => (
                [.. SentencesOn(finding.Broken)],
                HelpFor(side, finding.Remedy) ?? nothing
            ),
            Obstacle.Rule => ([.. SentencesOn(finding.Broken), Neutral], nothing),
            Obstacle.NotAmongBest => (
                ["Others suit better: a run looks only at the best candidates of each mentee."],
                HelpFor(side, finding.Remedy) ?? nothing
            ),
            Obstacle.PlacesNeeded => (
                ["Places are short, and this one is needed by people who have fewer others to choose from."],
                nothing
            ),
            Obstacle.Outscored => (
                ["The place does more good elsewhere: with this pair the whole result would be worse."],
                HelpFor(side, finding.Remedy) ?? nothing
            ),
            Obstacle.None => (
                ["Nothing speaks against this pair: of results that are equally good the run settled on another."],
                new(true, "No change is needed.", [])
            ),
            // Also what the solver proposed and never became a match: a coordinator took it out, or somebody left.
            _ => ([Neutral], nothing),
        };
    }

    private static IEnumerable<string> SentencesOn(IReadOnlyList<string> broken) =>
        broken.Where(Told.ContainsKey).Select(rule => Told[rule]);

    /// <summary>
    /// Only what the asking side itself could answer differently, and no word of it: it would be one of the other's.
    /// Null where that is nothing.
    /// </summary>
    private static HelpView? HelpFor(string side, Remedy? remedy)
    {
        var own = (remedy?.Changes ?? [])
            .Where(change => change.Of == side && Answers.ContainsKey(change.Attribute))
            .ToArray();
        if (own is [])
            return null;
        string[] attributes = [.. own.Select(change => change.Attribute).Distinct().Order(StringComparer.Ordinal)];
        var about = string.Join(" and ", attributes.Select(attribute => Answers[attribute]));
        return remedy!.Suffices && own.Length == remedy.Changes.Count
            ? new(true, $"Other answers of the {side} about {about} would have made the pair possible.", attributes)
            : new(
                false,
                $"Other answers of the {side} about {about} would bring the pair nearer, but are not enough alone.",
                attributes
            );
    }
}
