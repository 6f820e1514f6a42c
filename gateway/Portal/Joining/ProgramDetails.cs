using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Joining;

/// <summary>A program, whether the user may join it in each role, and the user's last application to it.</summary>
/// <param name="Tasks">What the application asks of the user; null where none is open.</param>
public sealed record ProgramDetails(
    ProgramView Program,
    CheckEligibilityResponse Mentor,
    CheckEligibilityResponse Mentee,
    ApplicationSummary? Application,
    ApplicationTasks? Tasks
)
{
    public static async Task<ProgramDetails> Load(Guid id, EnrollmentClient enrollment)
    {
        var (program, mentor, mentee, mine) = (
            enrollment.ShowProgramAsync(id),
            enrollment.CheckEligibilityAsync(id, "mentor"),
            enrollment.CheckEligibilityAsync(id, "mentee"),
            enrollment.ListMyApplicationsAsync(limit: 200)
        );
        // One failure is enough for the page, and the others are seen too.
        await Task.WhenAll(program, mentor, mentee, mine);
        var last = (await mine).Items.Where(application => application.Program == id).MaxBy(a => a.SubmittedAt);
        var tasks = IsOpen(last) ? await ApplicationTasks.Load(last!, enrollment) : null;
        return new(await program, await mentor, await mentee, last, tasks);
    }

    /// <summary>The roles in which an application can be sent now.</summary>
    public ParticipantRole[] Roles =>
        Program.Status is not ProgramStatus.Published || IsOpen(Application)
            ? []
            :
            [
                .. Mentee.Eligible ? new[] { ParticipantRole.Mentee } : [],
                .. Mentor.Eligible ? new[] { ParticipantRole.Mentor } : [],
            ];

    private static bool IsOpen(ApplicationSummary? application) =>
        application is { Status: "submitted" or "approved" or "ready" };
}
