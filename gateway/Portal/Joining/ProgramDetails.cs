using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Joining;

/// <summary>A program, whether the user may join it in each role, and the user's last application to it.</summary>
/// <param name="Tasks">What the application asks of the user; null where none is open.</param>
/// <param name="Participation">What happens next for the user; null before they are ready to be matched. It is there
/// too when their training has lapsed.</param>
/// <param name="IsInvited">Whether the user, who takes part as a mentee, is invited to apply as a mentor.</param>
/// <param name="DaysToWait">How long half of the mentees have waited for a mentor; null where too few have one.</param>
public sealed record ProgramDetails(
    ProgramView Program,
    CheckEligibilityResponse Mentor,
    CheckEligibilityResponse Mentee,
    ApplicationSummary? Application,
    ApplicationTasks? Tasks,
    ParticipantView? Participation,
    bool IsInvited,
    int? DaysToWait
)
{
    /// <summary>The role that most people choose comes first, and is chosen to begin with.</summary>
    private static readonly ParticipantRole[] ByUse =
    [
        ParticipantRole.Mentee,
        ParticipantRole.Mentor,
        ParticipantRole.Both,
    ];

    public static async Task<ProgramDetails> Load(Guid id, EnrollmentClient enrollment, MatchingClient matching)
    {
        var (program, mentor, mentee, mine, wait) = (
            enrollment.ShowProgramAsync(id),
            enrollment.CheckEligibilityAsync(id, "mentor"),
            enrollment.CheckEligibilityAsync(id, "mentee"),
            enrollment.ListMyApplicationsAsync(limit: 200),
            FindDaysToWait(id, matching)
        );
        // One failure is enough for the page, and the others are seen too.
        await Task.WhenAll(program, mentor, mentee, mine, wait);
        var last = (await mine).Items.Where(application => application.Program == id).MaxBy(a => a.SubmittedAt);
        var tasks = IsOpen(last) ? await ApplicationTasks.Load(last!, enrollment) : null;
        var participation = last is { Status: "ready" } or { TrainingLapsed: true } ? await Find(last, matching) : null;
        var isInvited =
            IsOpen(last)
            && last is { Role: "mentee" }
            && (await mentor).Eligible
            && (await enrollment.ListMyMentorInvitationsAsync(limit: 200)).Items.Any(i => i.Program == id);
        return new(await program, await mentor, await mentee, last, tasks, participation, isInvited, await wait);
    }

    /// <summary>The roles in which an application can be sent now.</summary>
    public ParticipantRole[] Roles =>
        this switch
        {
            { Program.Status: not ProgramStatus.Published } => [],
            { IsInvited: true } => [ParticipantRole.Mentor],
            { MayBecomePeer: true } => [ParticipantRole.Both],
            _ when IsOpen(Application) => [],
            _ => [.. ByUse.Where(IsOpenTo)],
        };

    /// <summary>Whether the user, who waits for a mentor, may become a peer instead.</summary>
    public bool MayBecomePeer =>
        Application is { Role: "mentee" }
        && Participation is { NextAction: "nextRun" }
        && IsOpenTo(ParticipantRole.Both);

    /// <summary>Whether people take part as peers alone, with one partner at a time.</summary>
    public bool IsForPeers =>
        Has(Formats.Reciprocal) && !Has(Formats.OneToOne) && !Has(Formats.Group) && !Has(Formats.Flash);

    /// <summary>Whether the program has this role, and the user meets its rules.</summary>
    private bool IsOpenTo(ParticipantRole role) =>
        role switch
        {
            ParticipantRole.Mentee => Mentee.Eligible && !IsForPeers,
            ParticipantRole.Mentor => Mentor.Eligible && !IsForPeers,
            _ => Has(Formats.Reciprocal) && Mentee.Eligible && Mentor.Eligible,
        };

    private bool Has(Formats format) => Program.Plan.Formats?.Contains(format) is true;

    /// <summary>Whether the user has nothing left to do, and what happens next is not known yet.</summary>
    public bool IsAboutToChange =>
        Application is { Status: "approved" } && Tasks is { AreDone: true }
        || Application is { Status: "ready" } && Participation is null;

    /// <returns>Null also for a draft, of which the matching does not know.</returns>
    private static async Task<int?> FindDaysToWait(Guid program, MatchingClient matching)
    {
        try
        {
            return (await matching.ShowExpectedWaitAsync(program)).Days;
        }
        catch (Exception e) when (ApiFailures.Of(e) is ApiFailure.NotFound)
        {
            return null;
        }
    }

    /// <returns>Null for a moment after the user became ready.</returns>
    private static async Task<ParticipantView?> Find(ApplicationSummary application, MatchingClient matching) =>
        (await matching.ListMyParticipationsAsync(limit: 200)).Items.FirstOrDefault(p => p.Id == application.Id);

    private static bool IsOpen(ApplicationSummary? application) =>
        application is { Status: "submitted" or "approved" or "ready" };
}
