namespace PeerNetwork.Matching.Engine;

/// <summary>
/// One change of a profile that helps a pair. It is never a fact that people do not change for a match, such as the
/// manager.
/// </summary>
/// <param name="Role">Whose profile: <see cref="Mentee"/> or <see cref="Mentor"/>.</param>
/// <param name="Attribute">A stable word, see <see cref="ProfileAttributes"/>.</param>
/// <param name="Term">What is added, or takes the place of what was there; null where a number does.</param>
/// <param name="Number">The new number: a level, places, or minutes a month.</param>
/// <param name="Sentence">The end of a sentence that begins with "if".</param>
public sealed record ProfileChange(string Role, string Attribute, string? Term, int? Number, string Sentence)
{
    public const string Mentee = "mentee";
    public const string Mentor = "mentor";

    /// <summary>The mentee with this change; the same where it is the mentor who changes.</summary>
    public Mentee ApplyTo(Mentee mentee) =>
        Role != Mentee
            ? mentee
            : Attribute switch
            {
                ProfileAttributes.WantedSkill => mentee with
                {
                    WantedSkills = [.. mentee.WantedSkills, new(Term!, Number)],
                },
                ProfileAttributes.TargetField => mentee with { TargetField = Term },
                _ => ApplyToPerson(mentee),
            };

    /// <summary>The mentor with this change; the same where it is the mentee who changes.</summary>
    public Mentor ApplyTo(Mentor mentor) =>
        Role != Mentor
            ? mentor
            : Attribute switch
            {
                ProfileAttributes.OfferedSkill => mentor with
                {
                    OfferedSkills = [.. mentor.OfferedSkills, new(Term!, Number)],
                },
                ProfileAttributes.Capacity => mentor with { Capacity = Number!.Value },
                ProfileAttributes.Minutes => mentor with { MinutesPerMonth = Number },
                _ => ApplyToPerson(mentor),
            };

    private T ApplyToPerson<T>(T person)
        where T : Person =>
        Attribute switch
        {
            ProfileAttributes.Language => person with { Languages = [.. person.Languages, Term!] },
            ProfileAttributes.Interest => person with { Interests = [.. person.Interests, Term!] },
            ProfileAttributes.CareerInterest => person with { CareerInterests = [.. person.CareerInterests, Term!] },
            ProfileAttributes.TimeZone => person with { TimeZone = Term },
            ProfileAttributes.Level => person with { Level = Number },
            _ => throw new InvalidOperationException($"'{Attribute}' of a {Role} is nothing that a change is about."),
        };
}

/// <summary>What of a profile a change can be about.</summary>
public static class ProfileAttributes
{
    public const string Capacity = "capacity";
    public const string Minutes = "minutes";
    public const string Level = "level";
    public const string TimeZone = "time-zone";
    public const string Language = "language";
    public const string OfferedSkill = "offered-skill";
    public const string WantedSkill = "wanted-skill";
    public const string Interest = "interest";
    public const string CareerInterest = "career-interest";
    public const string TargetField = "target-field";
}

/// <summary>
/// The fewest changes of two profiles by which a pair keeps every rule, or by which its score reaches what its places
/// are worth to the whole. All other people and prices stay as they are in this answer.
/// </summary>
/// <param name="Suffices">False where no change of a profile is enough; <see cref="Changes"/> is then what helps
/// furthest, or empty.</param>
/// <param name="PointsMissing">Millionths of the score that the pair lacks; 0 where a rule stands against it.</param>
/// <param name="PointsGained">Millionths that the changes add to the score.</param>
public sealed record CounterfactualChange(
    bool Suffices,
    IReadOnlyList<ProfileChange> Changes,
    long PointsMissing,
    long PointsGained,
    string Sentence
)
{
    internal static CounterfactualChange None(string sentence) => new(false, [], 0, 0, sentence);
}
