using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The fewest changes of two profiles that raise their score by so many points: a knapsack over the factors (Bellman
/// 1957), each with what its best 1, 2, … changes gain, found by scoring the changed profiles. Considered are skills
/// that the mentor offers or the mentee wants, interests, career interests, languages and the target field; not facts
/// like a site, years or answers to questions. Exact, since every change is read by one factor only. O(factors ×
/// changes²).
/// </summary>
internal sealed class ScoreCounterfactuals(Profile mentee, Profile mentor, Policy policy, IReadOnlyList<int> weights)
{
    public CounterfactualChange Reach(long score, long needed)
    {
        var missing = needed - score;
        var ways = Factor
            .All.Zip(weights)
            .Where(factor => factor.Second > 0)
            .Select(factor => AlternativeOf(factor.First, factor.Second))
            .Where(way => way.Changes is not [])
            .ToArray();
        var best = Best(ways);
        var fewest = Array.FindIndex(best, sum => sum.Gain >= missing);
        var (gain, counts) = fewest >= 0 ? best[fewest] : best.MaxBy(sum => sum.Gain);
        var changes = ways.Zip(counts).SelectMany(way => way.First.Changes.Take(way.Second)).ToArray();
        var lacking = $"{missing} points are missing to {needed}, which the places of these two are worth elsewhere.";
        return new(
            fewest >= 0,
            changes,
            missing,
            gain,
            (fewest, changes) switch
            {
                (_, []) => $"{lacking} No change of skills, interests, languages or the target field adds any.",
                (>= 0, _) => $"{lacking} The score would gain {gain} "
                    + $"if {TextFormat.List(changes.Select(change => change.Sentence))}.",
                _ => $"{lacking} No change of skills, interests, languages or the target field is enough: "
                    + $"all that helps gains {gain}, if {TextFormat.List(changes.Select(change => change.Sentence))}.",
            }
        );
    }

    /// <summary>For every number of changes the greatest gain, and how many changes of each way make it.</summary>
    private static (long Gain, int[] Counts)[] Best(Alternative[] ways)
    {
        var best = new (long Gain, int[] Counts)[] { (0, []) };
        foreach (var way in ways)
        {
            best =
            [
                .. Enumerable
                    .Range(0, best.Length + way.Changes.Length)
                    .Select(total =>
                        Enumerable
                            .Range(0, way.Gains.Length)
                            .Where(count => total - count >= 0 && total - count < best.Length)
                            .Select(count =>
                                (
                                    Gain: best[total - count].Gain + way.Gains[count],
                                    Counts: (int[])[.. best[total - count].Counts, count]
                                )
                            )
                            .MaxBy(sum => sum.Gain)
                    ),
            ];
        }
        return best;
    }

    /// <param name="Gains">In points, by how many of the changes are made: 0, 1, ….</param>
    private sealed record Alternative(ProfileChange[] Changes, long[] Gains);

    private Alternative AlternativeOf(Factor factor, int weight)
    {
        var changes = ChangesFor(factor.Name).ToArray();
        var values = Enumerable.Range(0, changes.Length + 1).Select(count => ValueAfter(factor, changes.Take(count)));
        var before = factor.Value(mentee, mentor, policy) ?? Neutral;
        return new(changes, [.. values.Select(value => (long)weight * (value - before))]);
    }

    private int ValueAfter(Factor factor, IEnumerable<ProfileChange> changes)
    {
        var (e, r) = changes.Aggregate(
            ((Mentee)mentee.Person, (Mentor)mentor.Person),
            (pair, change) => (change.ApplyTo(pair.Item1), change.ApplyTo(pair.Item2))
        );
        // New profiles enter their words, which are known already, where other explanations may do the same at this
        // moment.
        lock (mentee.Terms)
            return factor.Value(Profile.Of(e, mentee.Terms, policy), Profile.Of(r, mentee.Terms, policy), policy)
                ?? Neutral;
    }

    /// <summary>So that the first so many are the best so many.</summary>
    private IEnumerable<ProfileChange> ChangesFor(string factor) =>
        factor switch
        {
            "learning-goals" when mentee.Skills is [] => Terms(mentor.Skills.Select(skill => skill.Id))
                .Take(1)
                .Select(word =>
                    Change(
                        ProfileChange.Mentee,
                        ProfileAttributes.WantedSkill,
                        word,
                        $"the mentee wants to learn {word}"
                    )
                ),
            "learning-goals" => Gaps(),
            "career-interests" when mentee.CareerInterests is [] => Terms(mentor.CareerInterests)
                .Take(1)
                .Select(ListsCareerInterest(ProfileChange.Mentee)),
            "career-interests" => Terms(mentee.CareerInterests.Except(mentor.CareerInterests))
                .Select(ListsCareerInterest(ProfileChange.Mentor)),
            // Whoever has the longer list adds words of the shorter one: the other way round more in common would be
            // asked for.
            "shared-interests"
                when mentor.Interests is []
                    || (mentee.Interests is not [] && mentee.Interests.Length <= mentor.Interests.Length) => Terms(
                    mentee.Interests.Except(mentor.Interests)
                )
                .Select(ListsInterest(ProfileChange.Mentor)),
            "shared-interests" => Terms(mentor.Interests.Except(mentee.Interests))
                .Select(ListsInterest(ProfileChange.Mentee)),
            "language" when CountCommon(mentee.Languages, mentor.Languages) > 0 => [],
            "language" when mentor.Languages is [] => Terms(mentee.Languages)
                .Take(1)
                .Select(Speaks(ProfileChange.Mentor)),
            "language" => Terms(mentor.Languages).Take(1).Select(Speaks(ProfileChange.Mentee)),
            "career-change" => Targets().Take(1),
            _ => [],
        };

    /// <summary>What the mentor could offer beyond what is offered, the widest gap first.</summary>
    private IEnumerable<ProfileChange> Gaps()
    {
        var offered = mentor.Skills.ToDictionary(skill => skill.Id, skill => skill.Level);
        return mentee
            .Skills.Select(wanted =>
                (
                    Word: mentee.Terms.TermOf(wanted.Id),
                    wanted.Level,
                    Gap: offered.TryGetValue(wanted.Id, out var level) ? Full - Coverage(wanted.Level, level) : Full
                )
            )
            .Where(wanted => wanted.Gap > 0)
            .OrderByDescending(wanted => wanted.Gap)
            .ThenBy(wanted => wanted.Word, StringComparer.Ordinal)
            .Select(wanted => new ProfileChange(
                ProfileChange.Mentor,
                ProfileAttributes.OfferedSkill,
                wanted.Word,
                wanted.Level,
                $"the mentor offers {wanted.Word}{(wanted.Level is { } level ? $" at level {level}" : "")}"
            ));
    }

    private IEnumerable<ProfileChange> Targets()
    {
        var now = FactorValues.CareerChange(mentee, mentor) ?? Neutral;
        return Terms(mentor.Fields)
            .Select(word =>
                Change(
                    ProfileChange.Mentee,
                    ProfileAttributes.TargetField,
                    word,
                    $"the mentee's target field is {word}"
                )
            )
            .Select(change =>
                (
                    Change: change,
                    Value: ValueAfter(Factor.All.Single(factor => factor.Name == "career-change"), [change])
                )
            )
            .Where(target => target.Value > now)
            .OrderByDescending(target => target.Value)
            .Select(target => target.Change);
    }

    private string[] Terms(IEnumerable<int> ids) => mentee.Terms.TermsOf(ids);

    private static Func<string, ProfileChange> ListsInterest(string who) =>
        word => Change(who, ProfileAttributes.Interest, word, $"the {who} lists {word} among interests");

    private static Func<string, ProfileChange> ListsCareerInterest(string who) =>
        word => Change(who, ProfileAttributes.CareerInterest, word, $"the {who} lists {word} among career interests");

    private static Func<string, ProfileChange> Speaks(string who) =>
        word => Change(who, ProfileAttributes.Language, word, $"the {who} speaks {word}");

    private static ProfileChange Change(string who, string attribute, string word, string sentence) =>
        new(who, attribute, word, null, sentence);
}
