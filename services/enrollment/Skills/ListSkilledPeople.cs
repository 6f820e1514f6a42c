using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Skills;

/// <summary>Why a person may be able to pass on a skill.</summary>
public enum SkillSource
{
    /// <summary>The person offers it.</summary>
    Offered,

    /// <summary>The job title of the person names it.</summary>
    JobTitle,

    /// <summary>An interest of the person names it.</summary>
    Interest,
}

/// <summary>What a person has to do with a program as a mentor.</summary>
public enum MentorStanding
{
    None,
    Invited,
    Applied,
}

/// <summary>
/// Lists for a coordinator the active people of the own sites and departments who may close the gap of a skill: those
/// who offer it, the highest level first, then those whose job or interests name it.
/// </summary>
public static class ListSkilledPeople
{
    private const int MaxPeople = 100;

    /// <param name="Level">At which the person offers the skill, 1 to 5; null where another source names it.</param>
    /// <param name="Standing">In the program of the request; <c>none</c> where it names none.</param>
    public sealed record SkilledPerson(
        Guid Id,
        string? Name,
        string SiteCode,
        string? Department,
        string? JobTitle,
        SkillSource Source,
        int? Level,
        MentorStanding Standing
    );

    /// <param name="People">How many people were found; the list ends after 100.</param>
    public sealed record Response(int People, IReadOnlyList<SkilledPerson> Items);

    public static async Task<Ok<Response>> Handle(
        string skill,
        Guid? program,
        ClaimsPrincipal user,
        PeopleIndex index,
        ReadModels models,
        CancellationToken ct
    )
    {
        if (!FieldRules.IsTag(skill))
            throw new InvalidFieldException("skill", "must be a tag of one line and 1 to 100 characters");
        var sought = new SoughtSkill(skill);
        var found = (await index.ListActive(user.ScopeOf(Roles.Coordinator), ct))
            .Select(person => (Person: person, Knows: SkillKnowledge.Of(person, sought)))
            .Where(found => found.Knows is not null)
            .OrderByDescending(found => found.Knows!.Level ?? 0)
            .ThenBy(found => found.Knows!.Source)
            .ThenBy(found => found.Person.SortedName, StringComparer.Ordinal)
            .ThenBy(found => found.Person.Id)
            .ToArray();
        var ids = found.Take(MaxPeople).Select(f => f.Person.Id).ToArray();
        var people = (await PeopleProjection.Load(models, ids, ct)).ToDictionary(p => p.Id.Value);
        var standing = await LoadStanding(models, program, ids, ct);
        return TypedResults.Ok(
            new Response(
                found.Length,
                [
                    .. found
                        .Where(f => people.ContainsKey(f.Person.Id))
                        .Select(f => ToView(people[f.Person.Id], f.Knows!, standing(f.Person.Id))),
                ]
            )
        );
    }

    private static SkilledPerson ToView(Person person, SkillKnowledge knows, MentorStanding standing) =>
        new(
            person.Id.Value,
            person.Name?.ToString(),
            person.Employment.SiteCode,
            person.Employment.Department,
            person.Employment.JobTitle,
            knows.Source,
            knows.Level,
            standing
        );

    private static async Task<Func<Guid, MentorStanding>> LoadStanding(
        ReadModels models,
        Guid? program,
        Guid[] people,
        CancellationToken ct
    )
    {
        if (program is not { } id)
            return _ => MentorStanding.None;
        var applied = await ApplicationsProjection.MentorApplicants(models, id, people, ct);
        var invited = await MentorInvitationsProjection.Invited(models, id, people, ct);
        return person =>
            applied.Contains(person) ? MentorStanding.Applied
            : invited.Contains(person) ? MentorStanding.Invited
            : MentorStanding.None;
    }
}
