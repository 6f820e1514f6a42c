using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>A member calls a session off.</summary>
public static class CancelSession
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid session,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(session), now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(Mentorship? mentorship, PersonId by, SessionId id, DateTimeOffset now)
    {
        var m = mentorship.RequireOpenFor(by);
        return m.Sessions.Find(id) switch
        {
            { Cancelled: true } => [],
            { MissedBy: not null } => throw new DomainException(
                DomainError.Conflict,
                "Its attendance is recorded already."
            ),
            _ => [new SessionCancelled(m.Id, id, by, now, m.Program, m.SiteCode)],
        };
    }
}
