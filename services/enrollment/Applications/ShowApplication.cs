using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>Shows an application to the applicant and to their coordinators.</summary>
public static class ShowApplication
{
    /// <param name="GuidelinesVersion">The version of the guidelines that the applicant accepted.</param>
    /// <param name="GuidelinesInForce">The version that has to be accepted.</param>
    /// <param name="TrainingOpen">Codes of the required modules that the applicant has to complete, for the first time
    /// or again.</param>
    /// <param name="TrainingLapsed">Those of them that the applicant completed too long ago.</param>
    /// <param name="Rules">Every eligibility rule as it was checked when the person applied; where a move withdrew the
    /// application, as it was checked then.</param>
    /// <param name="Reason">Why a coordinator rejected it.</param>
    /// <param name="Background">What the applicant added for the matching; shown to the applicant only.</param>
    /// <param name="Selection">The interview or assessment that the program asks for; null where it asks for none in
    /// this role.</param>
    public sealed record Response(
        Guid Id,
        Guid Program,
        Guid Applicant,
        string SiteCode,
        ParticipantRole Role,
        ApplicationStatus Status,
        int MentorCapacity,
        IReadOnlyList<string> Goals,
        int GuidelinesVersion,
        int GuidelinesInForce,
        IReadOnlyList<string> TrainingOpen,
        IReadOnlyList<string> TrainingLapsed,
        IReadOnlyList<RuleResult> Rules,
        string? Reason,
        Background? Background,
        ApplicantSelection? Selection
    );

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var a = await events.Read<Application, ApplicationEvent>(id, Application.Evolve, ct);
        var person = a is null ? null : await events.Read<Person, PersonEvent>(a.Person.Value, Person.Evolve, ct);
        // An id that is not theirs to see is answered as if it did not exist.
        if (a is null || person is null || !(person.Id.Value == user.Id() || user.Coordinates(a, person)))
            throw new DomainException(DomainError.NotFound, "No such application.");
        var program = (
            await events.Read<MentoringProgram, ProgramEvent>(a.Program.Value, MentoringProgram.Evolve, ct)
        )!;
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var missing = program.RequiredOf(a.Role, person).Where(m => m.IsMissingOn(today)).ToArray();
        return TypedResults.Ok(
            new Response(
                a.Id.Value,
                a.Program.Value,
                a.Person.Value,
                a.SiteCode,
                a.Role,
                a.Status,
                a.MentorCapacity,
                a.Goals,
                a.GuidelinesVersion,
                program.GuidelinesVersion,
                [.. missing.Select(m => m.Module.Code)],
                [.. missing.Where(m => m.StateOn(today) is CompletionState.Lapsed).Select(m => m.Module.Code)],
                a.Rules,
                a.Reason?.ToString(),
                a.Person.Value == user.Id() ? a.Background?.Value : null,
                ApplicantSelection.Of(a, program.Plan)
            )
        );
    }
}
