using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Engagement.Roadmaps;

/// <summary>
/// A step is left out: by a member of a flexible program, or by a coordinator of the mentorship. A session can still be
/// planned for it later.
/// </summary>
public static class SkipStep
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid step,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var m = await writes.Fetch<Mentorship, MentorshipEvent>(id, Mentorship.Evolve);
                var isCoordinator = m is not null && await events.IsCoordinatorOf(m, user, ct);
                writes.Append<Mentorship, MentorshipEvent>(id, Decide(m, by, isCoordinator, new(step), now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        bool isCoordinator,
        RoadmapStepId id,
        DateTimeOffset now
    )
    {
        var isMember = mentorship?.RoleOf(by) is not null;
        var m = mentorship is { } known && isCoordinator ? known : mentorship.RequireMember(by);
        if (m.Closing is not null)
            throw Conflict("The mentorship is closed.", "mentorship-closed");
        var roadmap = m.RequireRoadmap();
        var step = roadmap.Find(id);
        // In the own mentorship a coordinator is a member like the others.
        if (isMember && roadmap.Mode is RoadmapMode.Structured)
            throw Conflict("The steps are held in order. Ask a coordinator to leave one out.", "roadmap-structured");
        return step.StatusIn(m.Sessions) switch
        {
            RoadmapStepStatus.Skipped => [],
            RoadmapStepStatus.Held => throw Conflict("The step was held.", "step-held"),
            RoadmapStepStatus.Planned => throw Conflict(
                "A session is planned for the step. Cancel it before you leave the step out.",
                "step-planned"
            ),
            _ => [new RoadmapStepSkipped(m.Id, id, by, roadmap.Total - 1, now)],
        };

        static DomainException Conflict(string message, string code) =>
            new(DomainError.Conflict, message) { Code = code };
    }
}
