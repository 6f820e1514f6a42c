namespace PeerNetwork.Enrollment.People;

/// <summary>A skill with its level, 1 (aware) to 5 (expert).</summary>
public sealed record Skill(string Name, int Level);

/// <summary>What people say of themselves.</summary>
/// <param name="SkillsOffered">What the person can pass on.</param>
/// <param name="SkillsWanted">What the person wants to learn, with the level aimed at.</param>
/// <param name="Interests">Career and personal interests, as tags.</param>
/// <param name="Languages">ISO 639-1 codes; they replace what HR knows.</param>
/// <param name="HoursPerMonth">The time that the person can give.</param>
public sealed record Profile(
    IReadOnlyList<Skill> SkillsOffered,
    IReadOnlyList<Skill> SkillsWanted,
    IReadOnlyList<string> Interests,
    IReadOnlyList<string> Languages,
    int HoursPerMonth
)
{
    public bool ContentEquals(Profile other) =>
        HoursPerMonth == other.HoursPerMonth
        && SkillsOffered.SequenceEqual(other.SkillsOffered)
        && SkillsWanted.SequenceEqual(other.SkillsWanted)
        && Interests.SequenceEqual(other.Interests)
        && Languages.SequenceEqual(other.Languages);
}
