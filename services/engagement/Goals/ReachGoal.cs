using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Badges;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Goals;

/// <summary>
/// A member says that a goal is reached. It is on time if the member's own calendar is not past the due day.
/// </summary>
public static class ReachGoal
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid goal,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var today = now.DayIn((await events.LoadPerson(by, ct)).Zone);
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(goal), today, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        GoalId id,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        var goal = m.Goals.Find(id);
        return goal.Status switch
        {
            GoalStatus.Reached => [],
            GoalStatus.Dropped => throw new DomainException(DomainError.Conflict, "The goal was dropped."),
            _ => m.WithEarnedBadges(
                new GoalReached(m.Id, m.Program, m.SiteCode, goal.Id, by, today <= goal.Due, now),
                now
            ),
        };
    }
}
