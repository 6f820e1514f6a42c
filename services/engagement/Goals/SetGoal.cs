using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Sessions;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Goals;

/// <summary>A member sets a goal with its due day and the steps towards it.</summary>
public static class SetGoal
{
    private const int MaxGoals = 50,
        MaxMilestones = 20;

    public sealed record MilestoneRequest(string Title, DateOnly Due);

    public sealed record Request(string Title, DateOnly Due, IReadOnlyList<MilestoneRequest>? Milestones = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Title).Line();
            RuleFor(r => r.Milestones)
                .Must(steps => steps is null or { Count: <= MaxMilestones })
                .WithMessage($"must be at most {MaxMilestones}")
                .DependentRules(() =>
                    RuleForEach(r => r.Milestones).NotNull().ChildRules(step => step.RuleFor(s => s.Title).Line())
                );
        }
    }

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
        var today = now.DayIn((await events.LoadPerson(by, ct)).Zone);
        var steps = request.Milestones ?? [];
        if (request.Due < today || request.Due > today.AddYears(5))
            throw new InvalidFieldException("due", "must be today or later, within five years");
        if (
            steps.Index().FirstOrDefault(s => s.Item.Due < today || s.Item.Due > request.Due) is
            { Item: not null } wrong
        )
            throw new InvalidFieldException(
                $"milestones[{wrong.Index}].due",
                "must be today or later, and not after the goal's day"
            );

        var goal = new GoalId(Guid.CreateVersion7(now));
        var milestones = steps.Select((s, i) => new Milestone(i + 1, by.ToPersonalText(s.Title), s.Due)).ToArray();
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(goal, by.ToPersonalText(request.Title), request.Due, [.. milestones]), now),
            ct
        );
        return TypedResults.Created($"/mentorships/{id}/goals/{goal.Value}", new CreatedId(goal.Value));
    }

    public static MentorshipEvent[] Decide(Mentorship? mentorship, PersonId by, Goal goal, DateTimeOffset now)
    {
        var m = mentorship.RequireOpenFor(by);
        return m.Goals.Count >= MaxGoals
            ? throw new DomainException(DomainError.Conflict, $"A mentorship has at most {MaxGoals} goals.")
            : [new GoalSet(m.Id, m.Program, m.SiteCode, goal.Id, by, goal.Title, goal.Due, goal.Milestones, now)];
    }
}
