using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>An interview as it is planned.</summary>
/// <param name="StartsAt">The instant, with the offset of the zone.</param>
public sealed record InterviewView(
    Guid Interviewer,
    DateTimeOffset StartsAt,
    string Zone,
    int Minutes,
    string? Place,
    string? Link
)
{
    public static InterviewView? Of(Interview? interview) =>
        interview is { } i
            ? new(i.Interviewer.Value, i.StartsAt, i.Zone, i.Minutes, i.Place?.ToString(), i.Link?.ToString())
            : null;
}

/// <summary>Shows coordinators the interview, the assessments and the outcome of an application of others.</summary>
public static class ShowSelection
{
    /// <param name="Rubrics">What the program asks of the application, for one role or both; empty for
    /// nothing.</param>
    /// <param name="Interview">Null where none is planned.</param>
    /// <param name="Assessments">One for each assessor, in the order in which they were recorded.</param>
    /// <param name="Outcome">Null before the first assessment.</param>
    /// <param name="ApprovalReason">Why the application was approved, where a reason was given.</param>
    /// <param name="MayAssess">Whether the user may record an assessment now.</param>
    public sealed record Response(
        Guid Applicant,
        SelectionState State,
        IReadOnlyList<RoleSelection> Rubrics,
        InterviewView? Interview,
        IReadOnlyList<AssessmentView> Assessments,
        SelectionOutcome? Outcome,
        string? ApprovalReason,
        bool MayAssess
    );

    /// <param name="Comment">"erased" after an erasure of the applicant.</param>
    public sealed record AssessmentView(
        Guid By,
        DateTimeOffset At,
        IReadOnlyList<CriterionScore> Scores,
        string Comment,
        bool IsMine
    );

    public static async Task<Ok<Response>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var applicant = await events.ReadApplicant(id, user, ct);
        var (application, selection) = (applicant.Application, applicant.Application.Selection);
        var self = await events.Read<Person, PersonEvent>(user.Id(), Person.Evolve, ct);
        return TypedResults.Ok(
            new Response(
                application.Person.Value,
                selection.State,
                applicant.Rubrics,
                InterviewView.Of(selection.Interview),
                [
                    .. selection.Assessments.Select(a => new AssessmentView(
                        a.By,
                        a.At,
                        a.Scores.Value ?? [],
                        a.Comment.ToString(),
                        a.By == user.Id()
                    )),
                ],
                selection.Outcome?.Value,
                application.ApprovalReason?.ToString(),
                application.Status is ApplicationStatus.Submitted
                    && applicant.Rubrics is not []
                    && !applicant.IsInReportingLineOf(user.Id(), self)
            )
        );
    }
}

/// <summary>What an applicant sees of the selection: never scores and comments.</summary>
/// <param name="Asked">What the program asks for, for one role or both.</param>
/// <param name="Interview">Null where none is planned, and once the application is decided on.</param>
public sealed record ApplicantSelection(
    SelectionState State,
    IReadOnlyList<SelectionView> Asked,
    InterviewView? Interview
)
{
    /// <returns>Null where the program asks for nothing in this role.</returns>
    public static ApplicantSelection? Of(Application application, ProgramPlan plan) =>
        plan.Selection.For(application.Role) is { Count: > 0 } rubrics
            ? new(
                application.Selection.State,
                [.. rubrics.Select(rubric => rubric.ToView())],
                application.Status is ApplicationStatus.Submitted
                    ? InterviewView.Of(application.Selection.Interview)
                    : null
            )
            : null;
}
