using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>An invitation that was not answered in time expires. Another mentorship may bring another one.</summary>
public sealed class MentorInvitationExpiryRule() : DeadlineRule("mentor_invitation_expiry")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            MentorInvited i => [Change(i.Invitation, i.ExpiresAt)],
            MentorInvitationDeclined d => [Change(d.Invitation, null)],
            MentorInvitationTakenUp t => [Change(t.Invitation, null)],
            MentorInvitationExpired x => [Change(x.Invitation, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var invitation = await writes.Fetch<MentorInvitation, MentorInvitationEvent>(
            deadline.Stream,
            MentorInvitation.Evolve
        );
        writes.Append<MentorInvitation, MentorInvitationEvent>(deadline.Stream, Decide(invitation, now));
    }

    public static MentorInvitationEvent[] Decide(MentorInvitation? invitation, DateTimeOffset now) =>
        invitation is { IsOpen: true } i && i.ExpiresAt <= now
            ? [new MentorInvitationExpired(i.Id, i.Program, i.Person, now)]
            : [];

    private static DeadlineChange Change(MentorInvitationId id, DateTimeOffset? due) => new(id.Value, id.Value, due);
}
