using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Goals;

/// <summary>The pair sets a goal with its due day and the steps towards it.</summary>
public static class SetGoal
{
    private const int MostGoals = 50,
        MostMilestones = 20;

    public sealed record Step(string Title, DateOnly Due);

    public sealed record Request(string Title, DateOnly Due, IReadOnlyList<Step>? Milestones = null);

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var today = now.DayIn((await events.PersonKnownAs(by, ct)).Zone);
        var steps = request.Milestones ?? [];
        Demands(request, steps, today).Throw();

        var goal = new GoalId(Guid.CreateVersion7(now));
        var milestones = steps.Select((s, i) => new Milestone(i + 1, by.Writes(s.Title), s.Due)).ToArray();
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(goal, by.Writes(request.Title), request.Due, [.. milestones]), now),
            ct
        );
        return TypedResults.Created($"/mentorships/{id}/goals/{goal.Value}", new CreatedId(goal.Value));
    }

    public static MentorshipEvent[] Decide(Mentorship? mentorship, PersonId by, Goal goal, DateTimeOffset now)
    {
        var m = mentorship.OpenFor(by);
        return m.Goals.Count >= MostGoals
            ? throw new DomainException(DomainError.Conflict, $"A mentorship has at most {MostGoals} goals.")
            : [new GoalSet(m.Id, m.Program, m.SiteCode, goal.Id, by, goal.Title, goal.Due, goal.Milestones, now)];
    }

    private static Check Demands(Request request, IReadOnlyList<Step> steps, DateOnly today)
    {
        var check = new Check()
            .That(Words.FitLine(request.Title), "title", Words.LineDemand)
            .That(
                request.Due >= today && request.Due <= today.AddYears(5),
                "due",
                "must be today or later, within five years"
            )
            .That(steps.Count <= MostMilestones, "milestones", $"must be at most {MostMilestones}");
        foreach (var (i, step) in steps.Take(MostMilestones).Index())
        {
            check
                .That(Words.FitLine(step?.Title), $"milestones[{i}].title", Words.LineDemand)
                .That(
                    step is not null && step.Due >= today && step.Due <= request.Due,
                    $"milestones[{i}].due",
                    "must be today or later, and not after the goal's day"
                );
        }

        return check;
    }
}
