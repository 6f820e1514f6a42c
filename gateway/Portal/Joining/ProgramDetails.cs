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
        var program = await enrollment.ShowProgramAsync(id);
        var mentor = await enrollment.CheckEligibilityAsync(id, "mentor");
        var mentee = await enrollment.CheckEligibilityAsync(id, "mentee");
        var mine = await enrollment.ListMyApplicationsAsync(limit: 200);
        var last = mine.Items.Where(application => application.Program == id).MaxBy(a => a.SubmittedAt);
        return new(program, mentor, mentee, last);
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
