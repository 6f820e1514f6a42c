using PeerNetwork.Enrollment.People.Search;

namespace PeerNetwork.Enrollment.Skills;

/// <summary>A skill that is looked for in what is known of people.</summary>
public sealed record SoughtSkill(string Name)
{
    public string[] Words { get; } = [.. SearchWords.Of(Name)];
}

/// <summary>How far what is known of a person speaks for a skill.</summary>
/// <param name="Level">At which the person offers it; null for other sources.</param>
public sealed record SkillKnowledge(SkillSource Source, int? Level)
{
    /// <returns>The strongest source; null where nothing names the skill.</returns>
    public static SkillKnowledge? Of(IndexedPerson person, SoughtSkill skill)
    {
        var offered = person.Profile?.SkillsOffered.FirstOrDefault(s =>
            string.Equals(s.Name, skill.Name, StringComparison.OrdinalIgnoreCase)
        );
        if (offered is not null)
            return new(SkillSource.Offered, offered.Level);
        if (skill.Words is [])
            return null;
        if (Names(person.JobTitle, skill.Words))
            return new(SkillSource.JobTitle, null);
        return person.Profile?.Interests.Any(interest => Names(interest, skill.Words)) is true
            ? new(SkillSource.Interest, null)
            : null;
    }

    /// <summary>Whether each word of the skill is a word of the text.</summary>
    private static bool Names(string? text, string[] words) =>
        text is not null && words.All(SearchWords.Of(text).Contains);
}
