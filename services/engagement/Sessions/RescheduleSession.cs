using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>A member moves a session; its invitation grows by one in SEQUENCE.</summary>
public static class RescheduleSession
{
    public sealed record Request(string Start, int Minutes, string? Zone = null) : ISlotRequest;

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => Include(new SlotRequestValidator());
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Guid session,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var ownZone = (await events.LoadPerson(by, ct)).Zone;
        var slot = request.Weekly(1, ownZone, now)[0];
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(session), slot, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        SessionId id,
        Slot slot,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        var session = m.Sessions.Find(id);
        if (!session.IsPlanned)
            throw new DomainException(
                DomainError.Conflict,
                "The session was cancelled, or its attendance is recorded."
            );
        if (session.Slot == slot)
            return [];
        m.Sessions.Remove(session).RequireFree(slot);
        return
        [
            new SessionRescheduled(m.Id, id, by, slot.StartsAt, slot.Zone, slot.Minutes, now, m.Program, m.SiteCode),
        ];
    }
}
