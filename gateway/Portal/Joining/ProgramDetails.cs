using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Joining;

/// <summary>A program, whether the user may join it in each role, and the user's last application to it.</summary>
public sealed record ProgramDetails(
    ProgramView Program,
    CheckEligibilityResponse Mentor,
    CheckEligibilityResponse Mentee,
    ApplicationSummary? Application
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
        return new(await program, await mentor, await mentee, last);
    }

    /// <summary>The roles in which an application can be sent now.</summary>
    public ParticipantRole[] Roles =>
        Program.Status is not ProgramStatus.Published || Application is { Status: "submitted" or "approved" or "ready" }
            ? []
            :
            [
                .. Mentee.Eligible ? new[] { ParticipantRole.Mentee } : [],
                .. Mentor.Eligible ? new[] { ParticipantRole.Mentor } : [],
            ];
}
