using NodaTime;

namespace PeerNetwork.Matching.Engine;

/// <summary>A person made ready for comparing: words are numbers, lists are sorted, the time zone is an offset.</summary>
internal sealed class Profile
{
    private Profile(Person person, IEnumerable<Skill> skills, Vocabulary words, DateOnly day)
    {
        Id = person.Id;
        Words = words;
        Managers = [.. person.Managers];
        Site = words.Id(person.Site);
        Department = words.Id(person.Department);
        Level = person.Level;
        Years = person.YearsOfExperience;
        OffsetMinutes = Offset(person.TimeZone, day);
        Languages = words.Ids(person.Languages);
        Interests = words.Ids(person.Interests);
        CareerInterests = words.Ids(person.CareerInterests);
        Skills = words.Skills(skills);
    }

    public Guid Id { get; }
    public Vocabulary Words { get; }
    public Guid[] Managers { get; }
    public int? Site { get; }
    public int? Department { get; }
    public int? Level { get; }
    public int? Years { get; }
    public int? OffsetMinutes { get; }
    public int[] Languages { get; }
    public int[] Interests { get; }
    public int[] CareerInterests { get; }

    /// <summary>Wanted by a mentee (goals included), offered by a mentor.</summary>
    public LeveledSkill[] Skills { get; }
    public int Seats { get; private init; }

    // Counterparts of a mentee that facts or the policy rule out.
    public HashSet<Guid> Excluded { get; } = [];
    public HashSet<Guid> Ended { get; } = [];
    public HashSet<Guid> Forbidden { get; } = [];

    public static Profile Of(Mentee mentee, Vocabulary words, DateOnly day) =>
        new(mentee, mentee.WantedSkills.Concat(mentee.Goals.Select(goal => new Skill(goal))), words, day);

    public static Profile Of(Mentor mentor, Vocabulary words, DateOnly day) =>
        new(mentor, mentor.OfferedSkills, words, day) { Seats = mentor.Seats };

    private static int? Offset(string? zone, DateOnly day)
    {
        if (zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } tz)
            return null;
        var noon = LocalDate.FromDateOnly(day).At(LocalTime.Noon);
        return tz.AtLeniently(noon).Offset.Seconds / 60;
    }
}
