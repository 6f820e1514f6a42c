using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>One of the pair plans a session, or one every week at the same wall time.</summary>
public static class PlanSessions
{
    private const int MostSessions = 400;

    /// <param name="Weeks">How many sessions, a week apart.</param>
    public sealed record Request(string Start, int Minutes, string? Zone = null, string? Topic = null, int Weeks = 1);

    public sealed record Answer(IReadOnlyList<Guid> Ids);

    public static async Task<Created<Answer>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        new Check()
            .That(request.Topic is null || Words.FitLine(request.Topic), "topic", Words.LineDemand)
            .That(request.Weeks is >= 1 and <= 53, "weeks", "must be 1 to 53")
            .Throw();
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var ownZone = (await events.PersonKnownAs(by, ct)).Zone;
        var planned = new SlotRequest(request.Start, request.Zone, request.Minutes)
            .Weekly(request.Weeks, ownZone, now)
            .Select(slot => new Session(new(Guid.CreateVersion7(now)), by, slot, by.MayWrite(request.Topic), now))
            .ToArray();
        await events.Update<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, m => Decide(m, by, planned, now), ct);
        return TypedResults.Created($"/mentorships/{id}", new Answer([.. planned.Select(s => s.Id.Value)]));
    }

    public static MentorshipEvent[] Decide(Mentorship? mentorship, PersonId by, Session[] planned, DateTimeOffset now)
    {
        var m = mentorship.OpenFor(by);
        if (m.Sessions.Count + planned.Length > MostSessions)
            throw new DomainException(DomainError.Conflict, $"A mentorship has at most {MostSessions} sessions.");
        foreach (var session in planned)
            m.Sessions.NeedFree(session.Slot);
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
