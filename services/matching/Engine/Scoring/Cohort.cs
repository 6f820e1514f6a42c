using System.Text.Json.Serialization;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A skill by name with an optional level, 1 (aware) to 5 (expert): sought by a mentee, held by a mentor.
/// </summary>
public sealed record Skill(string Name, int? Level = null);

/// <summary>
/// What the engine knows of a person. Everything but the id may be missing: null, or an empty list, means "not
/// recorded", which a factor counts as neutral and a rule does not hold against anyone.
/// </summary>
public abstract record Person(Guid Id)
{
    /// <summary>Line managers at every level and in all jobs, in any order.</summary>
    public IReadOnlyList<Guid> Managers { get; init; } = [];
    public string? Site { get; init; }
    public string? Department { get; init; }

    /// <summary>Job level; a greater number is more senior.</summary>
    public int? Level { get; init; }
    public int? YearsOfExperience { get; init; }

    /// <summary>IANA id, such as Europe/Paris; an id that the tz database lacks counts as not recorded.</summary>
    public string? TimeZone { get; init; }
    public IReadOnlyList<string> Languages { get; init; } = [];
    public IReadOnlyList<string> Interests { get; init; } = [];

    /// <summary>Fields of work: where a mentee wants to go, where a mentor has been.</summary>
    public IReadOnlyList<string> CareerInterests { get; init; } = [];

    /// <summary>Fields of work held so far, the oldest first; the last is the present one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Answers to questions about values, 1 to 5 by the question's key. Not answering costs nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Values { get; init; }

    /// <summary>
    /// Answers to questions about personality, 1 to 5 by the question's key. Not answering costs nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Personality { get; init; }

    /// <summary>
    /// Why the person may not be matched at present, as the end of a sentence; null for a person who may.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IneligibilityReason { get; init; }
}

public sealed record Mentee(Guid Id) : Person(Id)
{
    /// <summary>An opaque label for bounds of fairness: the engine compares it and does nothing else with it.</summary>
    public string? Group { get; init; }

    /// <summary>Learning goals as tags; each counts as a wanted skill of any level.</summary>
    public IReadOnlyList<string> Goals { get; init; } = [];
    public IReadOnlyList<Skill> WantedSkills { get; init; } = [];

    /// <summary>The field of work that the mentee wants to move to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TargetField { get; init; }
}

/// <param name="Capacity">Free places, 0 or more.</param>
public sealed record Mentor(Guid Id, int Capacity) : Person(Id)
{
    public IReadOnlyList<Skill> OfferedSkills { get; init; } = [];

    /// <summary>
    /// The time that the mentor gives to all mentorships together, in minutes a month; null for no budget.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinutesPerMonth { get; init; }

    /// <summary>Mentorships that draw on this time already.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ActiveMentorships { get; init; }

    /// <summary>What these take of it, in minutes a month; null where each takes what one of this run takes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ActiveMinutes { get; init; }

    /// <summary>
    /// What running mentorships take of the time, where each without a record takes <paramref name="minutesEach"/>.
    /// </summary>
    internal long UsedMinutes(int minutesEach) => ActiveMinutes ?? ((long)ActiveMentorships * minutesEach);

    /// <summary>
    /// Minutes a month that running mentorships leave, of <paramref name="minutesEach"/>; negative where they take more
    /// than there is.
    /// </summary>
    internal long? FreeMinutes(int minutesEach) => MinutesPerMonth - UsedMinutes(minutesEach);

    /// <summary>Free places as far as the time reaches: the lesser of heads and hours.</summary>
    internal int CapacityWithinHours(int minutesEach) =>
        FreeMinutes(minutesEach) is { } free ? (int)Math.Clamp(free / minutesEach, 0, Capacity) : Capacity;
}

public readonly record struct Pair([property: JsonRequired] Guid Mentee, [property: JsonRequired] Guid Mentor);

/// <summary>The people of one run and the facts between them. The order of every list is without effect.</summary>
public sealed record Cohort(IReadOnlyList<Mentee> Mentees, IReadOnlyList<Mentor> Mentors)
{
    /// <summary>Pairs of people who must not meet, in either role.</summary>
    public IReadOnlyList<Pair> Exclusions { get; init; } = [];

    /// <summary>Mentorships that ended before.</summary>
    public IReadOnlyList<Pair> Ended { get; init; } = [];
}
