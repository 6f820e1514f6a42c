using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Joining;

/// <summary>What an open application asks of the user before a match, done or not.</summary>
/// <param name="Training">The modules of the user's role, and others that the user has completed.</param>
/// <param name="InterviewerName">Null where no interview is planned, or the name is not known.</param>
public sealed record ApplicationTasks(
    ShowApplicationResponse Application,
    IReadOnlyList<ListMyTrainingModule> Training,
    string? InterviewerName
)
{
    /// <summary>Whether the user has nothing left to do. The applicant becomes ready a moment later.</summary>
    public bool AreDone =>
        Application.TrainingOpen is { Count: 0 } && Application.GuidelinesVersion == Application.GuidelinesInForce;

    public static async Task<ApplicationTasks> Load(ApplicationSummary application, EnrollmentClient enrollment)
    {
        var (shown, training) = (
            enrollment.ShowApplicationAsync(application.Id),
            enrollment.ListMyTrainingAsync(application.Program)
        );
        await Task.WhenAll(shown, training);
        var open = (await shown).TrainingOpen;
        return new(
            await shown,
            [
                .. (await training).Modules.Where(module =>
                    module.State is CompletionState.Valid or CompletionState.DueSoon || open.Contains(module.Code)
                ),
            ],
            (await shown).Selection?.Interview is { } interview ? await enrollment.NameOf(interview.Interviewer) : null
        );
    }
}
