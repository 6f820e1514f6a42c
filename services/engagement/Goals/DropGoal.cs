using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Goals;

/// <summary>A member gives a goal up and says why.</summary>
public static class DropGoal
{
    public sealed record Request(string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Text();
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Guid goal,
        Request request,
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
            m => Decide(m, by, new(goal), by.ToPersonalText(request.Reason), now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        GoalId id,
        PersonalText reason,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        var goal = m.Goals.Find(id);
        return goal.Status switch
        {
            GoalStatus.Dropped => [],
            GoalStatus.Reached => throw new DomainException(DomainError.Conflict, "The goal is reached already."),
            _ => [new GoalDropped(m.Id, goal.Id, by, reason, now, m.Program, m.SiteCode)],
        };
    }
}
