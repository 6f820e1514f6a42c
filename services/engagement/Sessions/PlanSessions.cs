using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>A member plans a session, or one every week at the same wall time.</summary>
public static class PlanSessions
{
    private const int MaxSessions = 400;

    /// <param name="Weeks">How many sessions, a week apart.</param>
    public sealed record Request(string Start, int Minutes, string? Zone = null, string? Topic = null, int Weeks = 1)
        : ISlotRequest;

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Topic).Line();
            RuleFor(r => r.Weeks).InclusiveBetween(1, 53);
            Include(new SlotRequestValidator());
        }
    }

    public sealed record Response(IReadOnlyList<Guid> Ids);

    public static async Task<Created<Response>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var ownZone = (await events.LoadPerson(by, ct)).Zone;
        var planned = request
            .Weekly(request.Weeks, ownZone, now)
            .Select(slot => new Session(
                new(Guid.CreateVersion7(now)),
                by,
                slot,
                by.ToPersonalTextOrNull(request.Topic),
                now
            ))
            .ToArray();
        await events.Update<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, m => Decide(m, by, planned, now), ct);
        return TypedResults.Created($"/mentorships/{id}", new Response([.. planned.Select(s => s.Id.Value)]));
    }

    public static MentorshipEvent[] Decide(Mentorship? mentorship, PersonId by, Session[] planned, DateTimeOffset now)
    {
        var m = mentorship.RequireOpenFor(by);
        if (m.PausedAt is not null)
            throw new DomainException(
                DomainError.Conflict,
                "The mentorship is paused. Sessions can be planned when it goes on."
            )
            {
                Code = "mentorship-paused",
            };
        if (m.Sessions.Count + planned.Length > MaxSessions)
            throw new DomainException(DomainError.Conflict, $"A mentorship has at most {MaxSessions} sessions.");
        foreach (var session in planned)
            m.Sessions.RequireFree(session.Slot);
        return
        [
            .. planned.Select(s => new SessionPlanned(
                m.Id,
                m.Program,
                m.SiteCode,
                s.Id,
                by,
                s.Slot.StartsAt,
                s.Slot.Zone,
                s.Slot.Minutes,
                s.Topic,
                now
            )),
        ];
    }
}
