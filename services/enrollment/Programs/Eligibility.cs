using System.Globalization;
using System.Text.Json.Serialization;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>What one has to bring as a mentor, and as a mentee.</summary>
public sealed record Eligibility
{
    public EligibilityRules Mentor { get; init; } = new();

    public EligibilityRules Mentee { get; init; } = new();

    /// <summary>Whether guests, alumni and people of partner organisations may be mentors.</summary>
    public bool ExternalMentors { get; init; }

    /// <summary>Checks every rule for the role; for both, the rules of each.</summary>
    public IReadOnlyList<RuleResult> Check(
        ParticipantRole role,
        IReadOnlyList<string> siteCodes,
        Person person,
        DateOnly today
    ) =>
        [
            .. person.Employment.Kind.IsExternal() ? CheckExternal(role, person.Employment.Kind) : [],
            .. role.Includes(ParticipantRole.Mentor)
                ? Mentor.Check(ParticipantRole.Mentor, siteCodes, person, today)
                : [],
            .. role.Includes(ParticipantRole.Mentee)
                ? Mentee.Check(ParticipantRole.Mentee, siteCodes, person, today)
                : [],
        ];

    private IEnumerable<RuleResult> CheckExternal(ParticipantRole role, PersonKind kind)
    {
        var article = kind == PersonKind.Alumnus ? "an" : "a";
        if (role.Includes(ParticipantRole.Mentor))
            yield return new(
                ParticipantRole.Mentor,
                "externalMentors",
                ExternalMentors,
                $"Mentors from outside the company are {(ExternalMentors ? "" : "not ")}admitted; "
                    + $"you are {article} {EnumText.Of(kind)}.",
                [],
                EnumText.Of(kind)
            );
        if (role.Includes(ParticipantRole.Mentee))
            yield return new(
                ParticipantRole.Mentee,
                "externalMentors",
                false,
                $"People from outside the company may be mentors only; you are {article} {EnumText.Of(kind)}.",
                [],
                EnumText.Of(kind)
            );
    }
}

/// <summary>One rule, checked for one person.</summary>
/// <param name="Role">The role whose rule it is: <c>mentor</c> or <c>mentee</c>.</param>
/// <param name="Rule">The rule's field in the plan; <c>siteCodes</c> for the sites of the program itself.</param>
/// <param name="Passed">Whether the person fulfils it.</param>
/// <param name="Explanation">The demand and what the person has, in plain words.</param>
/// <param name="Demand">A number with a decimal point, or each value that is admitted; empty for
/// <c>externalMentors</c>.</param>
/// <param name="Actual">What the person has; null where it is not known.</param>
/// <param name="Skill">The skill whose level is asked for; null for other rules.</param>
public sealed record RuleResult(
    ParticipantRole Role,
    string Rule,
    bool Passed,
    string Explanation,
    IReadOnlyList<string> Demand,
    string? Actual,
    string? Skill = null
)
{
    /// <summary>Whether it asks for what HR says of the person; the others ask for what the person declares.</summary>
    [JsonIgnore]
    public bool IsOfEmployment => Rule is not ("hoursPerMonth" or "skillsRequired");
}

/// <summary>Rules that a machine checks; what is left out is not asked for.</summary>
public sealed record EligibilityRules
{
    public decimal? MinYearsOfExperience { get; init; }

    public int? MinJobLevel { get; init; }

    public int? MaxJobLevel { get; init; }

    public int? MinMonthsInCompany { get; init; }

    /// <summary>The time that the person says they can give, at least.</summary>
    public int? HoursPerMonth { get; init; }

    /// <summary>One of these.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>One of these, where only some of the program's sites may give this role.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>All of these among the skills that the person offers, each at this level or above.</summary>
    public IReadOnlyList<Skill> SkillsRequired { get; init; } = [];

    public IEnumerable<RuleResult> Check(
        ParticipantRole role,
        IReadOnlyList<string> siteCodes,
        Person person,
        DateOnly today
    )
    {
        var work = person.Employment;
        yield return OneOf("siteCodes", siteCodes, work.SiteCode, "The program runs at", "you work at");
        if (MinYearsOfExperience is { } years)
            yield return AtLeast("minYearsOfExperience", years, work.YearsOfExperience, "Years of experience");
        if (MinJobLevel is { } level)
            yield return AtLeast("minJobLevel", level, work.JobLevel, "Job level");
        if (MaxJobLevel is { } highest)
            yield return Number(
                "maxJobLevel",
                work.JobLevel <= highest,
                "at most",
                highest,
                work.JobLevel,
                "Job level"
            );
        if (MinMonthsInCompany is { } months)
            yield return AtLeast(
                "minMonthsInCompany",
                months,
                MonthsBetween(work.HiredOn, today),
                "Months in the company"
            );
        if (HoursPerMonth is { } hours)
            yield return AtLeast("hoursPerMonth", hours, person.Profile?.HoursPerMonth, "Hours per month");
        if (Departments.Count > 0)
            yield return OneOf("departments", Departments, work.Department, "Open to", "your department is");
        if (Sites.Count > 0)
            yield return OneOf("sites", Sites, work.SiteCode, "Open to the sites", "you work at");
        foreach (var skill in SkillsRequired)
            yield return AtLeast(
                "skillsRequired",
                skill.Level,
                LevelOf(person, skill.Name),
                $"Level of the skill {skill.Name}"
            ) with
            {
                Skill = skill.Name,
            };

        RuleResult AtLeast(string rule, decimal demand, decimal? has, string what) =>
            Number(rule, has >= demand, "at least", demand, has, what);

        RuleResult Number(string rule, bool passed, string bound, decimal demand, decimal? has, string what) =>
            new(
                role,
                rule,
                passed,
                $"{what}: {bound} {TextOf(demand)} is asked for; "
                    + (has is { } value ? $"you have {TextOf(value)}." : "yours is not known."),
                [TextOf(demand)],
                has is { } known ? TextOf(known) : null
            );

        RuleResult OneOf(string rule, IReadOnlyList<string> allowed, string? has, string demand, string yours) =>
            new(
                role,
                rule,
                has is not null && allowed.Contains(has),
                $"{demand} {string.Join(", ", allowed)}; {yours} {has ?? "not known"}.",
                allowed,
                has
            );
    }

    private static string TextOf(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static decimal? LevelOf(Person person, string skill) =>
        person
            .Profile?.SkillsOffered.FirstOrDefault(s => s.Name.Equals(skill, StringComparison.OrdinalIgnoreCase))
            ?.Level;

    private static decimal? MonthsBetween(DateOnly? hired, DateOnly today) =>
        hired is { } h
            ? Math.Max(0, ((today.Year - h.Year) * 12) + today.Month - h.Month - (today.Day < h.Day ? 1 : 0))
            : null;
}
