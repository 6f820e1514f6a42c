using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Roadmaps;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Sessions;

/// <summary>A member plans a session, or one every week at the same wall time.</summary>
public static class PlanSessions
{
    private const int MaxSessions = 400;

    /// <param name="Weeks">How many sessions, a week apart.</param>
    /// <param name="Step">The step of the roadmap that the session is for; null for none.</param>
    public sealed record Request(
        string Start,
        int Minutes,
        string? Zone = null,
        string? Topic = null,
        int Weeks = 1,
        Guid? Step = null
    ) : ISlotRequest;

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Topic).Line();
            RuleFor(r => r.Weeks).InclusiveBetween(1, 53);
            RuleFor(r => r.Weeks)
                .Equal(1)
                .WithMessage("must be 1 for a step of the roadmap")
                .When(r => r.Step is not null);
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
                now,
                Step: request.Step is { } step ? new(step) : null
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
        {
            m.Sessions.RequireFree(session.Slot);
            if (session.Step is { } step)
                RequireNext(m, step);
        }

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
                now,
                s.Step
            )),
        ];
    }

    /// <exception cref="DomainException">The step has its session, or others come before it.</exception>
    private static void RequireNext(Mentorship m, RoadmapStepId id)
    {
        var roadmap = m.RequireRoadmap();
        switch (roadmap.Find(id).StatusIn(m.Sessions))
        {
            case RoadmapStepStatus.Held:
                throw Conflict("The step was held.", "step-held");
            case RoadmapStepStatus.Planned:
                throw Conflict("A session is planned for the step already.", "step-planned");
        }

        if (roadmap.Mode is RoadmapMode.Flexible)
            return;
        var first = roadmap.Steps.First(s => s.Id == id || s.StatusIn(m.Sessions) is RoadmapStepStatus.Open);
        if (first.Id != id)
            throw Conflict(
                $"The steps are held in order: first plan a session for \"{first.Content.Title}\", "
                    + "or ask a coordinator to leave it out.",
                "step-order"
            );

        static DomainException Conflict(string message, string code) =>
            new(DomainError.Conflict, message) { Code = code };
    }
}
