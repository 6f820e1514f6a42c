using NodaTime;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// A person made ready for comparing: words are numbers, lists are sorted, the time zone is an offset.
/// </summary>
internal sealed class Profile
{
    private static readonly HashSet<Guid> Nobody = [];

    private Profile(Person person, IEnumerable<Skill> skills, TermInterner note, DateOnly day)
    {
        Person = person;
        Terms = note;
        Site = note.Intern(person.Site);
        Department = note.Intern(person.Department);
        OffsetMinutes = Offset(person.TimeZone, day);
        Languages = note.InternAll(person.Languages);
        Interests = note.InternAll(person.Interests);
        CareerInterests = note.InternAll(person.CareerInterests);
        Skills = note.Skills(skills);
        var path = (person.Fields ?? []).Select(note.Intern).OfType<int>().ToArray();
        (Fields, Field) = ([.. path.Distinct().Order()], path is [] ? null : path[^1]);
        Moves = [.. note.Moves(path).Order()];
        (Values, Personality) = (note.Answers(person.Values), note.Answers(person.Personality));
    }

    public Person Person { get; }
    public TermInterner Terms { get; }
    public Guid Id => Person.Id;
    public IReadOnlyList<Guid> Managers => Person.Managers;
    public int? Level => Person.Level;
    public int? Years => Person.YearsOfExperience;
    public int? Site { get; }
    public int? Department { get; }
    public int? OffsetMinutes { get; }
    public int[] Languages { get; }
    public int[] Interests { get; }
    public int[] CareerInterests { get; }

    /// <summary>Wanted by a mentee (goals included), offered by a mentor.</summary>
    public LeveledSkill[] Skills { get; }

    /// <summary>Every field of work held so far.</summary>
    public int[] Fields { get; }

    /// <summary>The present field of work.</summary>
    public int? Field { get; }

    /// <summary>
    /// A number for each two fields of which the second came after the first; of a mentee the move that is wanted.
    /// </summary>
    public int[] Moves { get; private init; }
    public int? TargetField { get; private init; }
    public Answer[] Values { get; }
    public Answer[] Personality { get; }
    public int Capacity { get; private init; }

    /// <summary>Free places as far as the mentor's time reaches.</summary>
    public int CapacityWithinHours { get; private init; }
    public long? FreeMinutes { get; private init; }

    // Counterparts of a mentee that facts or the policy rule out.
    public IReadOnlySet<Guid> Excluded { get; private set; } = Nobody;
    public IReadOnlySet<Guid> Ended { get; private set; } = Nobody;
    public IReadOnlySet<Guid> Forbidden { get; private set; } = Nobody;

    /// <summary>Of a mentee: an opaque label for bounds of fairness.</summary>
    public string? Group => (Person as Mentee)?.Group;

    public static Profile Of(Mentee mentee, TermInterner note, Policy policy)
    {
        var (from, to) = (
            note.Intern(mentee.Fields?.LastOrDefault(field => !string.IsNullOrWhiteSpace(field))),
            note.Intern(mentee.TargetField)
        );
        return new(mentee, mentee.WantedSkills.Concat(mentee.Goals.Select(goal => new Skill(goal))), note, policy.Day)
        {
            TargetField = to,
            Moves = from is { } one && to is { } other && one != other ? [note.Move(one, other)] : [],
        };
    }

    public static Profile Of(Mentor mentor, TermInterner note, Policy policy) =>
        new(mentor, mentor.OfferedSkills, note, policy.Day)
        {
            Capacity = mentor.Capacity,
            CapacityWithinHours = mentor.CapacityWithinHours(policy.MinutesPerMentorship),
            FreeMinutes = mentor.FreeMinutes(policy.MinutesPerMentorship),
        };

    /// <summary>The same mentee after a change of profile: what rules the two of a pair out stays.</summary>
    public Profile With(Mentee changed, Policy policy)
    {
        var profile = Of(changed, Terms, policy);
        (profile.Excluded, profile.Ended, profile.Forbidden) = (Excluded, Ended, Forbidden);
        return profile;
    }

    public void Exclude(Guid other) => Excluded = With(Excluded, other);

    public void End(Guid mentor) => Ended = With(Ended, mentor);

    public void Forbid(Guid mentor) => Forbidden = With(Forbidden, mentor);

    private static HashSet<Guid> With(IReadOnlySet<Guid> set, Guid person)
    {
        var own = ReferenceEquals(set, Nobody) ? [] : (HashSet<Guid>)set;
        own.Add(person);
        return own;
    }

    private static int? Offset(string? zone, DateOnly day)
    {
        if (zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } tz)
            return null;
        var noon = LocalDate.FromDateOnly(day).At(LocalTime.Noon);
        return tz.AtLeniently(noon).Offset.Seconds / 60;
    }
}
