using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>
/// An invited mentee applies as mentor or both. The open application as mentee, which allows no other beside it, is
/// withdrawn in the same step.
/// </summary>
public static class TakeUpMentorInvitation
{
    /// <summary>Appends what follows from an application that is about to be appended.</summary>
    /// <remarks>An application that a rule rejects changes nothing: the person stays a mentee and invited.</remarks>
    public static async Task Append(
        StreamWrites writes,
        ReadModels models,
        Application application,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var id = MentorInvitationId.Of(application.Program, application.Person).Value;
        var invitation = await writes.Fetch<MentorInvitation, MentorInvitationEvent>(id, MentorInvitation.Evolve);
        if (Decide(invitation, application, now) is not [_, ..] taken)
            return;
        writes.Append<MentorInvitation, MentorInvitationEvent>(id, taken);
        if (await FindOpenAsMentee(models, application, ct) is { } mentee)
            await WithdrawApplication.Append(writes, models, mentee, application.Person, now, ct);
    }

    public static MentorInvitationEvent[] Decide(
        MentorInvitation? invitation,
        Application application,
        DateTimeOffset now
    ) =>
        invitation is { IsOpen: true } i && application.IsOpen && application.Role.Includes(ParticipantRole.Mentor)
            ? [new MentorInvitationTakenUp(i.Id, i.Program, i.Person, application.Id.Value, now)]
            : [];

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
