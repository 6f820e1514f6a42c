using FluentValidation;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>How the program chooses among those who apply, by role. An application for both takes both parts.</summary>
public sealed record SelectionPlan
{
    /// <summary>Null where mentors are approved without an interview or assessment.</summary>
    public SelectionStep? Mentor { get; init; }

    /// <summary>Null where mentees are approved without an interview or assessment.</summary>
    public SelectionStep? Mentee { get; init; }

    /// <summary>What an application in this role takes; empty where the program asks for nothing.</summary>
    public IReadOnlyList<RoleSelection> For(ParticipantRole role) =>
        [
            .. role.Includes(ParticipantRole.Mentor) && Mentor is { } mentor
                ? [new RoleSelection(ParticipantRole.Mentor, mentor)]
                : Array.Empty<RoleSelection>(),
            .. role.Includes(ParticipantRole.Mentee) && Mentee is { } mentee
                ? [new RoleSelection(ParticipantRole.Mentee, mentee)]
                : Array.Empty<RoleSelection>(),
        ];
}

/// <summary>What the program asks of those who apply in one role.</summary>
/// <param name="Role"><c>mentor</c> or <c>mentee</c>.</param>
public sealed record RoleSelection(ParticipantRole Role, SelectionStep Step)
{
    public SelectionView ToView() =>
        new(Role, Step.Method, [.. Step.Criteria.Select(c => new CriterionView(c.Title, c.Description))]);
}

/// <summary>What applicants know of the selection in one role: neither weights nor the minimum.</summary>
/// <param name="Role"><c>mentor</c> or <c>mentee</c>.</param>
public sealed record SelectionView(ParticipantRole Role, SelectionMethod Method, IReadOnlyList<CriterionView> Criteria);

/// <param name="Description">What a high score means; null where the program does not say.</param>
public sealed record CriterionView(string Title, string? Description);

public enum SelectionMethod
{
    Interview,
    Assessment,
}

/// <summary>An interview or an assessment, with the rubric by which it is scored.</summary>
/// <param name="MinScore">The weighted mean of the scores from which on an applicant is recommended, 1 to 5.</param>
public sealed record SelectionStep(
    SelectionMethod Method,
    IReadOnlyList<SelectionCriterion> Criteria,
    decimal MinScore
);

/// <summary>What is scored from 1 to 5.</summary>
/// <param name="Title">Names it within the rubric.</param>
/// <param name="Weight">How much it counts, 1 to 10.</param>
/// <param name="Description">What a high score means.</param>
public sealed record SelectionCriterion(string Title, int Weight, string? Description = null);

public sealed class SelectionStepValidator : AbstractValidator<SelectionStep>
{
    private const int MaxCriteria = 10;

    public SelectionStepValidator()
    {
        RuleFor(s => s.MinScore).InclusiveBetween(ScoreScale.Min, ScoreScale.Max);
        RuleFor(s => s.Criteria)
            .Must(criteria => criteria.Count is >= 1 and <= MaxCriteria)
            .WithMessage($"must be 1 to {MaxCriteria} criteria")
            .Must(criteria =>
                criteria.DistinctBy(c => c?.Title, StringComparer.OrdinalIgnoreCase).Count() == criteria.Count
            )
            .WithMessage("must have different titles");
        RuleForEach(s => s.Criteria).NotNull().SetValidator(new SelectionCriterionValidator());
    }
}

public sealed class SelectionCriterionValidator : AbstractValidator<SelectionCriterion>
{
    private const int MaxWeight = 10,
        MaxDescriptionLength = 2_000;

    public SelectionCriterionValidator()
    {
        RuleFor(c => c.Title).Line();
        RuleFor(c => c.Weight).InclusiveBetween(1, MaxWeight);
        RuleFor(c => c.Description).Text(MaxDescriptionLength);
    }
}

/// <summary>The scale of a criterion.</summary>
public static class ScoreScale
{
    public const int Min = 1,
        Max = 5;
}
