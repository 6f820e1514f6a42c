using System.Security.Claims;
using FluentValidation;
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

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.HoursPerMonth).InclusiveBetween(0, 80);
            ApplySkillRules(RuleFor(r => r.SkillsOffered));
            ApplySkillRules(RuleFor(r => r.SkillsWanted));
            RuleFor(r => r.Interests).Tags(MaxEntries);
            RuleFor(r => r.Languages).Languages();
        }

        private static void ApplySkillRules(IRuleBuilder<Request, IReadOnlyList<Skill>?> rule) =>
            rule.Must(skills => skills is null || skills.Count <= MaxEntries)
                .WithMessage($"must not have more than {MaxEntries} entries")
                .Must(skills =>
                    skills is null
                    || skills.All(s => s is { Name: { } name, Level: >= 1 and <= 5 } && FieldRules.IsTag(name))
                )
                .WithMessage("must be skills named by 1 to 100 characters with a level from 1 to 5")
                .Must(skills =>
                    skills is null
                    || skills.DistinctBy(s => s?.Name, StringComparer.OrdinalIgnoreCase).Count() == skills.Count
                )
                .WithMessage("must not name a skill twice");
    }

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
        var (profile, now) = (ToProfile(request), clock.GetUtcNow());
        await events.Update<Person, PersonEvent>(id, Person.Evolve, person => Decide(person, profile, now), ct);
        return TypedResults.NoContent();
    }

    public static PersonEvent[] Decide(Person? person, Profile profile, DateTimeOffset now) =>
        person switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such person."),
            { Active: false } => throw new DomainException(DomainError.Conflict, "This person has left the company."),
            _ when person.Profile?.ContentEquals(profile) is true => [],
            _ =>
            [
                new ProfileDeclared(
                    person.Id,
                    person.Employment.StoredFor(person.Id),
                    profile.StoredFor(person.Id),
                    now,
                    person.Account
                ),
            ],
        };

    private static Profile ToProfile(Request request) =>
        new(
            request.SkillsOffered ?? [],
            request.SkillsWanted ?? [],
            request.Interests ?? [],
            request.Languages ?? [],
            request.HoursPerMonth
        );
}
