using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Skills;

/// <summary>By what people are counted.</summary>
public enum SkillGroups
{
    Site,
    Department,
}

/// <summary>
/// Shows a coordinator which skills are wanted and which are offered, by site or department. Counted are the active
/// people of the coordinator's sites and departments, whose profiles are shown to the coordinator anyway.
/// </summary>
public static class ShowSkillMap
{
    private const int MaxSkills = 100;

    /// <param name="People">The people who were counted: those who have declared a profile.</param>
    /// <param name="Skills">How many skills were found; the list ends after 100.</param>
    /// <param name="Items">First the skills that lack most people who offer them.</param>
    public sealed record Response(int People, int Skills, IReadOnlyList<SkillDemand> Items);

    public static async Task<Ok<Response>> Handle(
        EnumParameter<SkillGroups>? by,
        string? site,
        string? department,
        string? q,
        ClaimsPrincipal user,
        PeopleIndex index,
        CancellationToken ct
    )
    {
        var words = q is null ? [] : SearchPeople.Words(q);
        var people = (await index.ListActive(user.ScopeOf(Roles.Coordinator), ct))
            .Where(person => person.Profile is not null)
            .Where(person => site is null || person.Site == site)
            .Where(person => department is null || person.Department == department)
            .ToArray();
        var skills = SkillMap
            .Of(people, person => by?.Value is SkillGroups.Department ? person.Department : person.Site)
            .Where(demand => IsNamedBy(words, demand.Skill))
            .ToArray();
        return TypedResults.Ok(new Response(people.Length, skills.Length, [.. skills.Take(MaxSkills)]));
    }

    private static bool IsNamedBy(string[] beginnings, string skill)
    {
        var words = SearchWords.Of(skill).ToArray();
        return Array.TrueForAll(beginnings, beginning => SearchWords.HasBeginning(words, beginning));
    }
}
