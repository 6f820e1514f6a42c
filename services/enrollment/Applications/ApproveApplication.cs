using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// A coordinator approves an application, as long as the program has a place. Where the program asks for an interview
/// or an assessment, an assessment has to be recorded before.
/// </summary>
public static class ApproveApplication
{
    /// <param name="Reason">Why, up to 1,000 characters; needed where the score is below the minimum of the
    /// program.</param>
    public sealed record Request(string? Reason = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Reason();
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request? request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update(
            async writes =>
            {
                var application = await writes.FetchVisible(id, user);
                var decided = await new ApprovalBatch(writes, models, now, ct).Decide(application, request?.Reason);
                writes.Append<Application, ApplicationEvent>(id, decided);
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static ApplicationEvent[] Decide(
        Application? application,
        MentoringProgram? program,
        string? reason,
        DateTimeOffset now
    ) =>
        application switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such application."),
            { WasApproved: true } => [],
            { Status: ApplicationStatus.Rejected } => throw new DomainException(
                DomainError.Conflict,
                "The application was rejected."
            ),
            { Status: ApplicationStatus.Withdrawn } => throw new DomainException(
                DomainError.Conflict,
                "The applicant has withdrawn."
            ),
            _ when program?.IsOpenOn(DateOnly.FromDateTime(now.UtcDateTime)) is not true => throw new DomainException(
                DomainError.Conflict,
                "The program is closed."
            ),
            _ when program.Plan.Selection.For(application.Role) is [var first, ..] && IsNotAssessed(application) =>
                throw new DomainException(
                    DomainError.Conflict,
                    $"The program asks for an {EnumText.Of(first.Step.Method)} in this role, and no assessment is "
                        + "recorded. Record one, then approve."
                )
                {
                    Code = "assessment-due",
                },
            _ when reason is null && IsBelowMinimum(application, program) => throw new DomainException(
                DomainError.Conflict,
                "The score is below the minimum of the program. Approve this application alone, with a reason."
            )
            {
                Code = "approval-reason-due",
            },
            _ =>
            [
                new ApplicationApproved(
                    application.Id,
                    application.Program,
                    application.Person,
                    application.SiteCode,
                    application.Role,
                    now,
                    reason is null ? null : new PersonalText(application.Person.Value, reason)
                ),
            ],
        };

    private static bool IsNotAssessed(Application application) => application.Selection.Outcome is null;

    private static bool IsBelowMinimum(Application application, MentoringProgram program) =>
        program.Plan.Selection.For(application.Role) is not []
        && application.Selection.Outcome is { Value.Recommended: false };
}

internal static class ApplicationAccess
{
    /// <summary>
    /// Whether the user coordinates the program at the site of the application, for the present department of the
    /// applicant.
    /// </summary>
    public static bool Coordinates(this ClaimsPrincipal user, Application application, Person applicant) =>
        user.ScopeOf(Roles.Coordinator)
            .Covers(application.SiteCode, application.Program.Value, applicant.Employment.Department);

    /// <summary>
    /// The application, or null where the user does not coordinate it: it does not exist for them.
    /// </summary>
    public static async Task<Application?> FetchVisible(this StreamWrites writes, Guid id, ClaimsPrincipal user)
    {
        if (await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve) is not { } application)
            return null;
        var applicant = await writes.Fetch<Person, PersonEvent>(application.Person.Value, Person.Evolve);
        return user.Coordinates(application, applicant!) ? application : null;
    }
}
