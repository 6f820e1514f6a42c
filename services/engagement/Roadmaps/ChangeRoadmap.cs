using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Roadmaps;

/// <summary>
/// A member of a flexible program states the steps of the mentorship anew: changed, added, removed, in another order.
/// What was held stays as it was.
/// </summary>
public static class ChangeRoadmap
{
    private const int MaxSteps = 24,
        MaxPoints = 10,
        MaxWeek = 260;

    /// <param name="Id">Null for a new step.</param>
    /// <param name="Agenda">Short points, in their order.</param>
    public sealed record StepRequest(string Title, int Week, Guid? Id = null, IReadOnlyList<string>? Agenda = null);

    /// <param name="Steps">All of them, in their order.</param>
    public sealed record Request(IReadOnlyList<StepRequest> Steps);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Steps)
                .Must(steps => steps.Count is >= 1 and <= MaxSteps)
                .WithMessage($"must be 1 to {MaxSteps} steps")
                .Must(steps => steps.Select(s => s?.Id).OfType<Guid>().CountBy(id => id).All(id => id.Value == 1))
                .WithMessage("must name each step once")
                .Must(steps => steps.Zip(steps.Skip(1)).All(pair => !(pair.First?.Week > pair.Second?.Week)))
                .WithMessage("must be in the order of their weeks");
            RuleForEach(r => r.Steps).NotNull().SetValidator(new StepValidator());
        }
    }

    public sealed class StepValidator : AbstractValidator<StepRequest>
    {
        public StepValidator()
        {
            RuleFor(s => s.Title).Line();
            RuleFor(s => s.Week).InclusiveBetween(1, MaxWeek);
            RuleFor(s => s.Agenda)
                .Must(points => points is null or { Count: <= MaxPoints })
                .WithMessage($"must be at most {MaxPoints} points");
            RuleForEach(s => s.Agenda).NotNull().Line();
        }
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var newIds = request.Steps.Select(_ => new RoadmapStepId(Guid.CreateVersion7(now))).ToArray();
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, request.Steps, newIds, now),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="newIds">One for each of the steps, for those that are new.</param>
    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        IReadOnlyList<StepRequest> steps,
        IReadOnlyList<RoadmapStepId> newIds,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireOpenFor(by);
        var roadmap = m.RequireRoadmap();
        if (roadmap.Mode is RoadmapMode.Structured)
            throw new DomainException(DomainError.Conflict, "The program is structured: its steps stay as they are.")
            {
                Code = "roadmap-structured",
            };
        StepContent[] contents =
        [
            .. steps.Select(
                (step, index) =>
                    step.Id is { } id ? Change(Known(roadmap, id, index), step, by) : New(newIds[index], step, by)
            ),
        ];
        foreach (var before in roadmap.Steps)
            RequireAllowed(before, contents.FirstOrDefault(c => c.Step == before.Id), m);
        var changed = new RoadmapChanged(m.Id, by, contents, Total: 0, now);
        return contents.SequenceEqual(roadmap.Steps.Select(step => step.Content))
            ? []
            : [changed with { Total = Roadmap.Evolve(roadmap, changed).Total }];
    }

    private static StepContent Known(Roadmap roadmap, Guid id, int index) =>
        roadmap.Steps.Find(step => step.Id.Value == id)?.Content
        ?? throw new InvalidFieldException($"steps[{index}].id", "must be a step of the roadmap, or left out");

    private static StepContent New(RoadmapStepId id, StepRequest step, PersonId by) =>
        new(id, step.Week, ToText(step.Title, by), [.. (step.Agenda ?? []).Select(point => ToText(point, by))]);

    /// <summary>A line that stays as it was keeps its author.</summary>
    private static StepContent Change(StepContent before, StepRequest step, PersonId by) =>
        before with
        {
            Week = step.Week,
            Title = $"{before.Title}" == step.Title ? before.Title : ToText(step.Title, by),
            Agenda =
            [
                .. (step.Agenda ?? []).Select(point =>
                    before.Agenda.FirstOrDefault(known => $"{known}" == point) ?? ToText(point, by)
                ),
            ],
        };

    private static StepText ToText(string text, PersonId by) => new(OfProgram: null, by.ToPersonalText(text));

    private static void RequireAllowed(RoadmapStep before, StepContent? after, Mentorship m)
    {
        if (before.Held && before.Content != after)
            throw new DomainException(
                DomainError.Conflict,
                $"The step \"{before.Content.Title}\" was held: it stays as it is."
            )
            {
                Code = "step-held",
            };
        if (after is null && before.StatusIn(m.Sessions) is RoadmapStepStatus.Planned)
            throw new DomainException(
                DomainError.Conflict,
                $"A session is planned for the step \"{before.Content.Title}\". Cancel it before you remove the step."
            )
            {
                Code = "step-planned",
            };
    }
}
