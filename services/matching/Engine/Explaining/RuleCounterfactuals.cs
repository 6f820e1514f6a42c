using static PeerNetwork.Matching.Engine.ProfileComparison;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The least change that makes a broken rule pass. No two rules read the same attribute of a profile but the two about
/// places, so the least changes for each broken rule are together the least for all.
/// </summary>
internal sealed class RuleCounterfactuals
{
    private readonly Policy _policy;
    private readonly Profile[] _zones;
    private readonly Dictionary<int, int> _speakers;

    public RuleCounterfactuals(IEnumerable<Profile> everyone, Policy policy)
    {
        _policy = policy;
        _zones =
        [
            .. everyone
                .Where(person => person.OffsetMinutes is not null)
                .DistinctBy(person => person.Person.TimeZone)
                .OrderBy(person => person.Person.TimeZone, StringComparer.Ordinal),
        ];
        _speakers = everyone.SelectMany(person => person.Languages).CountBy(language => language).ToDictionary();
    }

    /// <summary>From what is stored of a cohort.</summary>
    public RuleCounterfactuals(SolvedCohort cohort, TermInterner note, Policy policy)
    {
        _policy = policy;
        _zones =
        [
            .. cohort.TimeZones.Select(zone => Profile.Of(new Mentee(Guid.Empty) { TimeZone = zone }, note, policy)),
        ];
        _speakers = cohort.Speakers.ToDictionary(
            language => note.Intern(language.Key)!.Value,
            language => language.Value
        );
    }

    /// <summary>Of the people with a known offset, in alphabetical order.</summary>
    public IReadOnlyList<string> TimeZones => [.. _zones.Select(person => person.Person.TimeZone!)];

    /// <summary>
    /// By language, how many people of the cohort speak it; a mentee who is a mentor too counts twice.
    /// </summary>
    public SortedDictionary<string, int> SpeakersBy(TermInterner note) =>
        new(
            _speakers.ToDictionary(language => note.TermOf(language.Key), language => language.Value),
            StringComparer.Ordinal
        );

    /// <summary>Whether a change of profile can make this rule pass.</summary>
    public static bool CanMeet(string rule) =>
        rule is Rule.FreePlace or Rule.FreeTime or Rule.LevelDifference or Rule.TimeZoneSpan or Rule.SharedLanguage;

    /// <summary>Null where no change of a profile makes the rule pass.</summary>
    /// <param name="taken">Places of the mentor that locked pairs hold.</param>
    public IReadOnlyList<ProfileChange>? For(string rule, Profile mentee, Profile mentor, int taken) =>
        rule switch
        {
            Rule.FreePlace or Rule.FreeTime => Capacity((Mentor)mentor.Person, taken + 1),
            Rule.LevelDifference => [Level(mentee, mentor)],
            Rule.TimeZoneSpan => [Zone(mentee, mentor)],
            Rule.SharedLanguage => [Language(mentee, mentor)],
            _ => null,
        };

    private ProfileChange[] Capacity(Mentor mentor, int needed)
    {
        var changes = new List<ProfileChange>();
        if (mentor.Capacity < needed)
            changes.Add(
                new(
                    ProfileChange.Mentor,
                    ProfileAttributes.Capacity,
                    null,
                    needed,
                    $"the mentor has {TextFormat.Count(needed, "free place")} instead of {mentor.Capacity}"
                )
            );
        if (
            mentor.MinutesPerMonth is { } minutes
            && mentor.FreeMinutes(_policy.MinutesPerMentorship) < (long)needed * _policy.MinutesPerMentorship
        )
        {
            var budget = (int)
                Math.Min(
                    int.MaxValue,
                    mentor.UsedMinutes(_policy.MinutesPerMentorship) + ((long)needed * _policy.MinutesPerMentorship)
                );
            changes.Add(
                new(
                    ProfileChange.Mentor,
                    ProfileAttributes.Minutes,
                    null,
                    budget,
                    $"the mentor gives {TextFormat.Hours(budget)} a month instead of {TextFormat.Hours(minutes)}"
                )
            );
        }
        return [.. changes];
    }

    private ProfileChange Level(Profile mentee, Profile mentor)
    {
        var (mine, theirs) = (mentee.Level!.Value, (long)mentor.Level!.Value);
        var (highest, lowest) = (
            theirs - (_policy.Rules.MinLevelDifference ?? int.MinValue),
            theirs - (_policy.Rules.MaxLevelDifference ?? int.MaxValue)
        );
        var level = (int)Math.Clamp(Math.Clamp(mine, lowest, highest), int.MinValue, int.MaxValue);
        return new(
            ProfileChange.Mentee,
            ProfileAttributes.Level,
            null,
            level,
            $"the mentee's job level is {level} instead of {mine}"
        );
    }

    /// <summary>The time zone in the cohort that is nearest to the mentee's own.</summary>
    private ProfileChange Zone(Profile mentee, Profile mentor)
    {
        var zone = _zones
            .Where(person => ZoneSpan(person, mentor) <= _policy.Rules.MaxTimeZoneSpanHours * 60)
            .MinBy(person => ZoneSpan(mentee, person))!
            .Person.TimeZone!;
        return new(
            ProfileChange.Mentee,
            ProfileAttributes.TimeZone,
            zone,
            null,
            $"the mentee works in {zone} instead of {mentee.Person.TimeZone}"
        );
    }

    /// <summary>The language of either that most people of the cohort speak.</summary>
    private ProfileChange Language(Profile mentee, Profile mentor)
    {
        var language = mentee
            .Languages.Concat(mentor.Languages)
            .OrderByDescending(id => _speakers[id])
            .ThenBy(mentee.Terms.TermOf, StringComparer.Ordinal)
            .First();
        var (word, learner) = (
            mentee.Terms.TermOf(language),
            Array.BinarySearch(mentee.Languages, language) >= 0 ? ProfileChange.Mentor : ProfileChange.Mentee
        );
        return new(
            learner,
            ProfileAttributes.Language,
            word,
            null,
            $"they have a common language, {word}, which the {learner} does not list"
        );
    }
}
