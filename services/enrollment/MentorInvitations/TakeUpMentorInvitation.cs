using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>An invited mentee applies as mentor or both.</summary>
public static class TakeUpMentorInvitation
{
    /// <summary>Appends what follows from an application that is about to be appended.</summary>
    /// <remarks>An application that a rule rejects changes nothing: the person stays a mentee and invited.</remarks>
    /// <returns>Whether the person was invited.</returns>
    public static async Task<bool> Append(StreamWrites writes, Application application, DateTimeOffset now)
    {
        var id = MentorInvitationId.Of(application.Program, application.Person).Value;
        var invitation = await writes.Fetch<MentorInvitation, MentorInvitationEvent>(id, MentorInvitation.Evolve);
        var taken = Decide(invitation, application, now);
        writes.Append<MentorInvitation, MentorInvitationEvent>(id, taken);
        return taken is not [];
    }

    public static MentorInvitationEvent[] Decide(
        MentorInvitation? invitation,
        Application application,
        DateTimeOffset now
    ) =>
        invitation is { IsOpen: true } i && application.IsOpen && application.Role.Includes(ParticipantRole.Mentor)
            ? [new MentorInvitationTakenUp(i.Id, i.Program, i.Person, application.Id.Value, now)]
            : [];
}
