using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Goals;

/// <summary>A member ticks off a step towards a goal.</summary>
public static class ReachMilestone
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid goal,
        int milestone,
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
            m => Decide(m, by, new(goal), milestone, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        GoalId id,
        int milestone,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        var goal = m.Goals.Find(id);
        return goal.Milestones.Find(step => step.Number == milestone) switch
        {
            null => throw new DomainException(DomainError.NotFound, "The goal has no such milestone."),
            { ReachedAt: not null } => [],
            _ when goal.Status is GoalStatus.Dropped => throw new DomainException(
                DomainError.Conflict,
                "The goal was dropped."
            ),
            _ => [new MilestoneReached(m.Id, goal.Id, milestone, by, now)],
        };
    }
}
