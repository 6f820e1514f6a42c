using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>A person does not want to become a mentor in this program, and is not asked again.</summary>
public static class DeclineMentorInvitation
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, now) = (new PersonId(user.Id()), clock.GetUtcNow());
        await events.Update<MentorInvitation, MentorInvitationEvent>(
            id,
            MentorInvitation.Evolve,
            invitation => Decide(invitation, person, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorInvitationEvent[] Decide(MentorInvitation? invitation, PersonId by, DateTimeOffset now) =>
        invitation switch
        {
            // An id that is not theirs to see is answered as if it did not exist.
            null => throw new DomainException(DomainError.NotFound, "No such invitation."),
            _ when invitation.Person != by => throw new DomainException(DomainError.NotFound, "No such invitation."),
            { Status: MentorInvitationStatus.Declined } => [],
            { IsOpen: true } i => [new MentorInvitationDeclined(i.Id, i.Program, i.Person, now)],
            { Status: MentorInvitationStatus.TakenUp } => throw new DomainException(
                DomainError.Conflict,
                "You have applied as a mentor. Withdraw that application if you have changed your mind."
            ),
            _ => throw new DomainException(DomainError.Conflict, "The invitation has expired."),
        };
}
