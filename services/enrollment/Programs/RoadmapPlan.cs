using FluentValidation;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>The sessions that the program plans for each mentorship, which takes a copy when it starts.</summary>
public sealed record RoadmapPlan
{
    public RoadmapMode Mode { get; init; }

    /// <summary>In their order; empty for a program without a roadmap.</summary>
    public IReadOnlyList<RoadmapStep> Steps { get; init; } = [];
}

/// <summary>How far the members keep to the roadmap.</summary>
public enum RoadmapMode
{
    /// <summary>The members change the steps of their own mentorship, and leave out what they do not need.</summary>
    Flexible,

    /// <summary>The steps are held in order. A coordinator may leave one out.</summary>
    Structured,
}

/// <summary>A session of the roadmap.</summary>
/// <param name="Title">Its theme.</param>
/// <param name="Week">In which week after the start of the mentorship it is held, 1 for the first.</param>
/// <param name="Agenda">Short points, in their order.</param>
/// <param name="Assessment">A question on progress, which each member answers from 1 to 5 after the session; null for
/// none.</param>
public sealed record RoadmapStep(
    string Title,
    int Week,
    IReadOnlyList<string>? Agenda = null,
    string? Assessment = null
);

public sealed class RoadmapPlanValidator : AbstractValidator<RoadmapPlan>
{
    private const int MaxSteps = 24;

    public RoadmapPlanValidator()
    {
        RuleFor(r => r.Steps).Must(steps => steps.Count <= MaxSteps).WithMessage($"must be at most {MaxSteps} steps");
        RuleFor(r => r.Steps)
            .Must(steps => steps.Zip(steps.Skip(1)).All(pair => pair.First.Week <= pair.Second.Week))
            .WithMessage("must be in the order of their weeks")
            .When(r => r.Steps.All(step => step is not null));
        RuleForEach(r => r.Steps).NotNull().SetValidator(new RoadmapStepValidator());
    }
}

public sealed class RoadmapStepValidator : AbstractValidator<RoadmapStep>
{
    private const int MaxWeek = 260,
        MaxPoints = 10;

    public RoadmapStepValidator()
    {
        RuleFor(s => s.Title).Line();
        RuleFor(s => s.Week).InclusiveBetween(1, MaxWeek);
        RuleFor(s => s.Agenda)
            .Must(points => points is null or { Count: <= MaxPoints })
            .WithMessage($"must be at most {MaxPoints} points");
        RuleForEach(s => s.Agenda).NotNull().Line();
        RuleFor(s => s.Assessment).Line();
    }
}
