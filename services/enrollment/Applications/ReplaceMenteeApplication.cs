using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// An application that takes the place of the open one as mentee, which allows no other beside it: the one as mentee is
/// withdrawn in the same step. It is that of an invited mentee who becomes a mentor, and that of a mentee who does not
/// wait for a mentor and becomes a peer.
/// </summary>
internal static class ReplaceMenteeApplication
{
    /// <summary>Whether a mentee of this program may become a peer by this application.</summary>
    public static bool MakesPeer(MentoringProgram program, Application application) =>
        application is { IsOpen: true, Role: ParticipantRole.Both }
        && program.Plan.Formats.Contains(ProgramFormat.Reciprocal);

    public static async Task Append(
        StreamWrites writes,
        ReadModels models,
        Application application,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (await FindOpenAsMentee(models, application, ct) is { } mentee)
            await WithdrawApplication.Append(writes, models, mentee, application.Person, now, ct);
    }

    private static Task<Guid?> FindOpenAsMentee(ReadModels models, Application application, CancellationToken ct) =>
        models.QueryFirstOrDefault<Guid?>(
            $"""
            select id from applications
            where program = {application.Program.Value} and person = {application.Person.Value} and role = 'mentee'
                and status <> all (array['rejected', 'withdrawn'])
            """,
            ct
        );
}
