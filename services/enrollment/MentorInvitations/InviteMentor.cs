using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>
/// A coordinator invites a person of the own sites and departments to become a mentor, mostly for a skill that others
/// want to learn. A person who declined is not asked again.
/// </summary>
public static class InviteMentor
{
    /// <param name="Skill">For which the person is invited: 1 to 100 characters on one line.</param>
    public sealed record Request(Guid Program, Guid Person, string? Skill = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Skill).Tag();
    }

    public static async Task<NoContent> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (program, person, now) = (request.Program, request.Person, clock.GetUtcNow());
        var id = MentorInvitationId.Of(new(program), new(person));
        PersonalText? skill = request.Skill is { } text ? new(person, text) : null;
        await events.Update(
            async writes =>
            {
                var facts = await InvitationFacts.Fetch(writes, models, id, program, person, ct);
                var to = user.RequireInvite(facts.Program, facts.Person);
                writes.Append<MentorInvitation, MentorInvitationEvent>(
                    id.Value,
                    Decide(facts.Invitation, to, facts.Person!, facts.Applied, skill, now)
                );
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="applied">Whether the person has an open application as mentor or both.</param>
    public static MentorInvitationEvent[] Decide(
        MentorInvitation? invitation,
        MentoringProgram program,
        Person person,
        bool applied,
        PersonalText? skill,
        DateTimeOffset now
    )
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return invitation switch
        {
            { IsOpen: true } => [],
            { Status: MentorInvitationStatus.Declined } => throw Conflict(
                "This person has declined to become a mentor in this program, and is not asked again."
            ),
            _ when applied => throw Conflict("This person has applied as a mentor already."),
            _ when !program.IsOpenOn(today) => throw Conflict("The program takes no applications."),
            _ when !person.Active => throw Conflict("This person has left the company."),
            _ when MentorInvitation.BrokenRule(program, person, today) is { } rule => throw Conflict(
                $"The rule {rule.Rule} of the program does not admit this person as a mentor."
            ),
            _ => [MentorInvitation.Invite(program, person, now) with { Skill = skill }],
        };
    }

    /// <returns>The program, where the user may invite this person to it.</returns>
    /// <exception cref="DomainException">Program or person does not exist for the user.</exception>
    private static MentoringProgram RequireInvite(this ClaimsPrincipal user, MentoringProgram? program, Person? person)
    {
        if (!user.MayViewProgram(program))
            throw new DomainException(DomainError.NotFound, "No such program.");
        if (person is null or { Erased: true })
            throw new DomainException(DomainError.NotFound, "No such person.");
        var (scope, work) = (user.ScopeOf(Roles.Coordinator), person.Employment);
        return scope.Covers(work.SiteCode, program.Id.Value, work.Department)
            ? program
            : throw new DomainException(DomainError.NotFound, "No such person.");
    }

    private static DomainException Conflict(string why) => new(DomainError.Conflict, why);
}
