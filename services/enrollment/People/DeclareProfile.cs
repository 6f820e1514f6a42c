using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

/// <summary>People say what they can pass on, what they want to learn, and how much time they have.</summary>
public static class DeclareProfile
{
    private const int MaxEntries = 50;

    /// <param name="HoursPerMonth">The time that the person can give, 0 to 80.</param>
    /// <param name="SkillsOffered">What the person can pass on.</param>
    /// <param name="SkillsWanted">What the person wants to learn, with the level aimed at.</param>
    /// <param name="Interests">Career and personal interests, as tags.</param>
    /// <param name="Languages">ISO 639-1 codes.</param>
    public sealed record Request(
        int HoursPerMonth,
        IReadOnlyList<Skill>? SkillsOffered = null,
        IReadOnlyList<Skill>? SkillsWanted = null,
        IReadOnlyList<string>? Interests = null,
        IReadOnlyList<string>? Languages = null
    );

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (user.Id() != id && !user.HasRole(Roles.PeopleAdmin))
            throw new DomainException(
                DomainError.Forbidden,
                "A profile is declared by the person or by the people administration."
            );
        var (profile, now) = (ToValidProfile(request), clock.GetUtcNow());
        await events.Update<Person, PersonEvent>(id, Person.Evolve, person => Decide(person, profile, now), ct);
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, Profile profile, DateTimeOffset now) =>
        person switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such person."),
            { Active: false } => throw new DomainException(DomainError.Conflict, "This person has left the company."),
            _ when person.Profile?.ContentEquals(profile) is true => [],
            _ => [new ProfileDeclared(person.Id, person.Employment, profile, now, person.Account)],
        };

    private static Profile ToValidProfile(Request request)
    {
        var check = new Check().That(request.HoursPerMonth is >= 0 and <= 80, "hoursPerMonth", "must be 0 to 80");
        ValidateSkills(check, request.SkillsOffered, "skillsOffered");
        ValidateSkills(check, request.SkillsWanted, "skillsWanted");
        Tags.Validate(check, request.Interests, "interests", MaxEntries);
        Languages.Validate(check, request.Languages, "languages");
        check.Throw();
        return new(
            request.SkillsOffered ?? [],
            request.SkillsWanted ?? [],
            request.Interests ?? [],
            request.Languages ?? [],
            request.HoursPerMonth
        );
    }

    private static void ValidateSkills(Check check, IReadOnlyList<Skill>? skills, string field)
    {
        if (skills is null)
            return;
        check.That(skills.Count <= MaxEntries, field, $"must not have more than {MaxEntries} entries");
        check.That(
            skills.All(s => s is { Name: { } name, Level: >= 1 and <= 5 } && Tags.IsValid(name)),
            field,
            "must be skills named by 1 to 100 characters with a level from 1 to 5"
        );
        check.That(
            skills.Where(s => s?.Name is not null).DistinctBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Count()
                == skills.Count,
            field,
            "must not name a skill twice"
        );
    }
}
