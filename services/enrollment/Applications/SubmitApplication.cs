using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// A person applies as mentor, mentee or both. A failed eligibility rule rejects the application at once, with its
/// reason. A mentee who was invited to become a mentor, or who becomes a peer instead of waiting for a mentor, applies
/// without withdrawing first.
/// </summary>
public static class SubmitApplication
{
    /// <param name="Role"><c>mentor</c>, <c>mentee</c> or <c>both</c>.</param>
    /// <param name="GuidelinesVersion">The version of the guidelines that the person has read and accepts.</param>
    /// <param name="MentorCapacity">How many mentees a mentor takes at a time, 1 to 20; 0 for a mentee.</param>
    /// <param name="Goals">Tags from the program's list.</param>
    /// <param name="TargetField">The field of work that a mentee wants to move to; of a mentor it has no
    /// effect.</param>
    /// <param name="Fields">Fields of work held so far, each once, the oldest first; the last is the present
    /// one.</param>
    /// <param name="Values">Answers from 1 to 5 to questions about values, by the question's key. Nobody has to
    /// answer.</param>
    /// <param name="Personality">Answers from 1 to 5 to questions about personality, by the question's key. Nobody has
    /// to answer.</param>
    public sealed record Request(
        Guid Program,
        ParticipantRole Role,
        int GuidelinesVersion,
        int MentorCapacity = 0,
        IReadOnlyList<string>? Goals = null,
        string? TargetField = null,
        IReadOnlyList<string>? Fields = null,
        IReadOnlyDictionary<string, int>? Values = null,
        IReadOnlyDictionary<string, int>? Personality = null
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.MentorCapacity)
                .Must(
                    (request, capacity) =>
                        request.Role.Includes(ParticipantRole.Mentor) ? capacity is >= 1 and <= 20 : capacity == 0
                )
                .WithMessage("must be 1 to 20 for a mentor and 0 for a mentee");
            RuleFor(r => r.Goals).Tags(20);
            RuleFor(r => r.TargetField).Tag();
            RuleFor(r => r.Fields).Tags(20);
            RuleFor(r => r.Values).Answers(Questionnaire.Values);
            RuleFor(r => r.Personality).Answers(Questionnaire.Personality);
        }
    }

    /// <param name="Status"><c>submitted</c>, or <c>rejected</c> by a rule.</param>
    /// <param name="Rules">Every rule with pass or fail.</param>
    public sealed record Response(Guid Id, ApplicationStatus Status, IReadOnlyList<RuleResult> Rules);

    public static async Task<Created<Response>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var id = new ApplicationId(Guid.CreateVersion7(now));
        Application? application = null;
        await events.Update(
            async writes =>
            {
                var program = await writes.Fetch<MentoringProgram, ProgramEvent>(
                    request.Program,
                    MentoringProgram.Evolve
                );
                var person = await writes.Fetch<Person, PersonEvent>(user.Id(), Person.Evolve);
                var agreement = await BindingAgreement.Fetch(person?.Guest, writes);
                var decided = Decide(id, program, person, agreement, request, now);
                application = decided.Aggregate((Application?)null, Application.Evolve)!;
                var isInvited = await TakeUpMentorInvitation.Append(writes, application, now);
                if (isInvited || ReplaceMenteeApplication.MakesPeer(program!, application))
                    await ReplaceMenteeApplication.Append(writes, models, application, now, ct);
                writes.Append<Application, ApplicationEvent>(id.Value, decided);
            },
            ct
        );
        return TypedResults.Created(
            $"/applications/{id.Value}",
            new Response(id.Value, application!.Status, application.Rules)
        );
    }

    public static ApplicationEvent[] Decide(
        ApplicationId id,
        MentoringProgram? program,
        Person? person,
        BindingAgreement? agreement,
        Request request,
        DateTimeOffset now
    )
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (program is null or { Status: ProgramStatus.Draft })
            throw new DomainException(DomainError.NotFound, "No such program.");
        if (person is not { Active: true })
            throw new DomainException(DomainError.Forbidden, "Only people whom HR lists as active may apply.");
        if (person.Guest is { } term && !term.HasAccepted(agreement))
            throw new DomainException(
                DomainError.Conflict,
                "Read and accept the present version of the agreement for guests first."
            )
            {
                Code = "guest-agreement-due",
            };
        if (!program.IsOpenOn(today))
            throw new DomainException(DomainError.Conflict, "The program takes no more applications.");
        if (request.GuidelinesVersion != program.GuidelinesVersion)
            throw new DomainException(
                DomainError.Conflict,
                $"Version {program.GuidelinesVersion} of the guidelines is in force: read and accept it."
            )
            {
                Code = "guidelines-not-current",
            };
        if (program.Plan.IsForPeers() && request.Role is not ParticipantRole.Both)
            throw new InvalidFieldException(
                "role",
                "must be both: this program pairs peers, each of whom is mentor and mentee of the other"
            );
        if (program.Plan.IsForPeers() && request.MentorCapacity != 1)
            throw new InvalidFieldException("mentorCapacity", "must be 1: a peer has one partner at a time");
        if ((request.Goals ?? []).FirstOrDefault(g => !program.Plan.Goals.Contains(g)) is { } unknown)
            throw new DomainException(
                DomainError.Invalid,
                $"'{unknown}' is no goal of this program. Choose from: {string.Join(", ", program.Plan.Goals)}."
            );

        var rules = program.Plan.Eligibility.Check(request.Role, program.Plan.SiteCodes, person, today);
        var site = person.Employment.SiteCode;
        var submitted = new ApplicationSubmitted(
            id,
            program.Id,
            person.Id,
            site,
            request.Role,
            request.MentorCapacity,
            request.GuidelinesVersion,
            new(person.Id.Value, rules),
            now,
            Background.Of(request) is { } background ? new PersonalValue<Background>(person.Id.Value, background) : null
        );
        return rules.All(r => r.Passed)
            ? [submitted]
            :
            [
                submitted,
                new ApplicationRejected(id, program.Id, person.Id, site, request.Role, ByRule: true, Reason: null, now),
            ];
    }
}
