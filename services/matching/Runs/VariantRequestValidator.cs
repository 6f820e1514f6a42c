using FluentValidation;
using PeerNetwork.Matching.Engine;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

public sealed class VariantRequestValidator : AbstractValidator<VariantRequest>
{
    private const int MaxNameLength = 80,
        MaxCandidates = 10_000,
        MaxLevels = 1_000,
        MaxYears = 80,
        MaxMinutes = 10_000,
        MaxCapacity = 1_000,
        MaxExtraCapacity = 100,
        MaxThousandths = 1_000;

    public VariantRequestValidator()
    {
        RuleFor(v => v.Name).Line(MaxNameLength);
        RuleFor(v => v.CandidatesPerMentee)
            .InclusiveBetween(1, MaxCandidates)
            .WithMessage($"must be 1 to {MaxCandidates}, or left out for no limit");
        When(
            v => v.Rules is not null,
            () =>
            {
                RuleFor(v => v.Rules!.MinLevelDifference).InclusiveBetween(-MaxLevels, MaxLevels);
                RuleFor(v => v.Rules!.MaxLevelDifference).InclusiveBetween(-MaxLevels, MaxLevels);
            }
        );
        RuleFor(v => v.ExperienceTarget)
            .Must(years => years is null or { From: >= -MaxYears, To: <= MaxYears })
            .WithMessage($"must stay within {MaxYears} years");
        RuleFor(v => v.MentorMinutesPerMonth)
            .InclusiveBetween(1, MaxMinutes)
            .WithMessage($"must be 1 to {MaxMinutes}, or left out");
        When(
            v => v.Capacity is not null,
            () =>
            {
                RuleFor(v => v.Capacity!.MaxPerMentor).InclusiveBetween(1, MaxCapacity);
                RuleFor(v => v.Capacity!.ExtraPerMentor).InclusiveBetween(0, MaxExtraCapacity);
            }
        );
        When(
            v => v.Fairness is not null,
            () =>
            {
                RuleFor(v => v.Fairness!.MaxRateGap).InclusiveBetween(0, MaxThousandths);
                RuleFor(v => v.Fairness!.MaxScoreGap).InclusiveBetween(0, MaxThousandths);
                RuleFor(v => v.Fairness!.MaxLoadAboveMean).InclusiveBetween(0, MaxCapacity);
                RuleFor(v => v.Fairness!.GroupBy)
                    .NotNull()
                    .WithMessage("must say which groups the bounds are about: site, department or level")
                    .When(v => v.Fairness is not { MaxRateGap: null, MaxScoreGap: null });
            }
        );
        When(
            v => v.GroupSizes is not null,
            () =>
            {
                RuleFor(v => v.GroupSizes!.Min).InclusiveBetween(1, GroupSizes.Most);
                RuleFor(v => v.GroupSizes!.Max)
                    .Must((v, max) => max >= v.GroupSizes!.Min && max <= GroupSizes.Most)
                    .WithMessage($"must be from the least size to {GroupSizes.Most}");
            }
        );
        RuleFor(v => v.Locked).Pairs();
        RuleFor(v => v.Forbidden).Pairs();
    }
}

internal static class PairRules
{
    private const int MaxPairs = 10_000;

    /// <summary>Each names two different people. Null is valid.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<Pair>?> Pairs<T>(
        this IRuleBuilder<T, IReadOnlyList<Pair>?> rule
    ) =>
        rule.Must(pairs => pairs is null or { Count: <= MaxPairs })
            .WithMessage($"must have at most {MaxPairs} pairs")
            .Must(pairs =>
                pairs is null
                || pairs.All(p => p.Mentee != p.Mentor && p.Mentee != Guid.Empty && p.Mentor != Guid.Empty)
            )
            .WithMessage("must each name two different people");
}
