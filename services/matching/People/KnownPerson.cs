using System.Diagnostics;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.People;

public abstract record PersonEvent;

public sealed record PersonNoted(
    PersonId Person,
    long Version,
    bool Active,
    string SiteCode,
    string TimeZone,
    PersonId? Manager,
    string? Department,
    string? JobTitle,
    int? JobLevel,
    decimal? YearsOfExperience,
    IReadOnlyList<string> Languages,
    IReadOnlyList<string> Interests,
    IReadOnlyList<Skill> SkillsOffered,
    IReadOnlyList<Skill> SkillsWanted,
    DateTimeOffset At,
    int? HoursPerMonth = null
) : PersonEvent;

/// <summary>What enrollment told of a person, at which version.</summary>
/// <param name="HoursPerMonth">The time that the person gives to all mentorships as a mentor; null for no limit.</param>
public sealed record KnownPerson(long Version, int? HoursPerMonth = null)
{
    public static KnownPerson Evolve(KnownPerson? person, PersonEvent e) =>
        (person ?? new(0), e) switch
        {
            (var p, PersonNoted noted) => p with { Version = noted.Version, HoursPerMonth = noted.HoursPerMonth },
            _ => throw new UnreachableException($"{e} is no event of a person"),
        };
}
