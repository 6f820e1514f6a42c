using FluentValidation;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>Whether a plan can be stored, as a draft at least.</summary>
public sealed class ProgramPlanValidator : AbstractValidator<ProgramPlan>
{
    private const int MaxTextLength = 20_000,
        MaxSites = 200,
        MaxModules = 50,
        MaxTopics = 20,
        MaxValidMonths = 60,
        MaxGoals = 100,
        MaxMinutes = 7 * 24 * 60,
        MaxPlaces = 1_000_000,
        MinGroup = 2,
        MaxGroup = 50;

    private static readonly string PlacesMessage = $"must be 1 to {MaxPlaces}, or left out for no limit";

    public ProgramPlanValidator()
    {
        RuleFor(p => p.Name).Line();
        RuleFor(p => p.SiteCodes)
            .Must(codes => codes.Count is >= 1 and <= MaxSites && codes.Distinct().Count() == codes.Count)
            .WithMessage($"must name 1 to {MaxSites} different sites");
        RuleFor(p => p.Charter)
            .Must(c => IsText(c?.Purpose) && IsText(c?.TargetPopulation) && IsText(c?.IntendedOutcomes))
            .WithMessage($"must be texts of up to {MaxTextLength} characters");
        RuleFor(p => p.Targets)
            .Must(targets => targets.DistinctBy(t => t.Metric).Count() == targets.Count)
            .WithMessage("must have one target for each metric")
            .When(p => p.Targets.All(t => t is not null));
        RuleForEach(p => p.Targets).NotNull().SetValidator(new ProgramTargetValidator());
        RuleFor(p => p.Starts).Day();
        RuleFor(p => p.Ends).Day();
        RuleFor(p => p.Ends)
            .GreaterThan(p => p.Starts)
            .WithMessage("must be after starts")
            .When(p => p.Starts is not null);
        RuleFor(p => p.MeetingEveryDays).InclusiveBetween(1, 366);
        RuleFor(p => p.AnswerWithinDays).InclusiveBetween(1, 90);
        RuleFor(p => p.Runs.EveryDays).InclusiveBetween(1, 366);
        RuleFor(p => p.Runs.RefillWithinMinutes).InclusiveBetween(1, MaxMinutes);
        RuleFor(p => p.Formats)
            .Must(formats => formats.Distinct().Count() == formats.Count)
            .WithMessage("must be different formats");
        RuleFor(p => p.Coffee.EveryDays).InclusiveBetween(1, 366);
        RuleFor(p => p.Groups.MinMentees).InclusiveBetween(MinGroup, MaxGroup);
        RuleFor(p => p.Groups.MaxMentees).InclusiveBetween(MinGroup, MaxGroup);
        RuleFor(p => p.Groups.MaxMentees)
            .GreaterThanOrEqualTo(p => p.Groups.MinMentees)
            .WithMessage("must not be below minMentees")
            .When(p => p.Groups.MinMentees is not null);
        RuleFor(p => p.Capacity.MaxMentors).InclusiveBetween(1, MaxPlaces).WithMessage(PlacesMessage);
        RuleFor(p => p.Capacity.MaxMentees).InclusiveBetween(1, MaxPlaces).WithMessage(PlacesMessage);
        RuleFor(p => p.Guidelines).MaximumLength(MaxTextLength);
        RuleFor(p => p.Training)
            .Must(modules => modules.All(m => m is not null && FieldRules.IsTag(m.Code) && IsTitle(m.Title)))
            .WithMessage("must be modules with a code of 1 to 100 and a title of 1 to 200 characters")
            .Must(modules => modules.Count <= MaxModules && modules.DistinctBy(m => m?.Code).Count() == modules.Count)
            .WithMessage($"must be up to {MaxModules} modules with different codes")
            .Must(modules => modules.All(m => IsText(m?.Text)))
            .WithMessage($"must be modules with texts of up to {MaxTextLength} characters")
            .Must(modules => modules.All(m => m?.Link is null || FieldRules.IsWebAddress(m.Link)))
            .WithMessage("must be modules with links that are https addresses")
            .Must(modules => modules.All(m => AreTopics(m?.Topics)))
            .WithMessage($"must be modules with up to {MaxTopics} different topics of 1 to 100 characters")
            .Must(modules => modules.All(m => m?.ValidMonths is null or (>= 1 and <= MaxValidMonths)))
            .WithMessage(
                $"must be modules with validMonths of 1 to {MaxValidMonths}, or without it for a completion for good"
            );
        RuleFor(p => p.Goals).Tags(MaxGoals);
        RuleFor(p => p.Eligibility.Mentor).SetValidator(new EligibilityRulesValidator());
        RuleFor(p => p.Eligibility.Mentee).SetValidator(new EligibilityRulesValidator());
        RuleFor(p => p.Selection.Mentor!).SetValidator(new SelectionStepValidator());
        RuleFor(p => p.Selection.Mentee!).SetValidator(new SelectionStepValidator());
        RuleFor(p => p.Roadmap).SetValidator(new RoadmapPlanValidator());
    }

    private static bool IsText(string? text) => text is null || text.Length <= MaxTextLength;

    private static bool AreTopics(IReadOnlyList<string>? topics) =>
        topics is null
        || (
            topics.Count <= MaxTopics
            && topics.All(FieldRules.IsTag)
            && topics.Distinct(StringComparer.OrdinalIgnoreCase).Count() == topics.Count
        );

    private static bool IsTitle(string? text) => text is { Length: > 0 and <= 200 } && TextValidation.IsLine(text);
}

public sealed class EligibilityRulesValidator : AbstractValidator<EligibilityRules>
{
    private const int MaxEntries = 200,
        MaxSkills = 50,
        MaxLevel = 1_000;

    public EligibilityRulesValidator()
    {
        RuleFor(r => r.MinYearsOfExperience).InclusiveBetween(0, 80);
        RuleFor(r => r.MinJobLevel).InclusiveBetween(0, MaxLevel);
        RuleFor(r => r.MaxJobLevel).InclusiveBetween(0, MaxLevel);
        RuleFor(r => r.MinMonthsInCompany).InclusiveBetween(0, 960);
        RuleFor(r => r.HoursPerMonth).InclusiveBetween(0, 80);
        RuleFor(r => r.SkillsRequired)
            .Must(skills =>
                skills.Count <= MaxSkills && skills.All(s => s is { Level: >= 1 and <= 5 } && FieldRules.IsTag(s.Name))
            )
            .WithMessage($"must be up to {MaxSkills} skills with a level from 1 to 5");
        RuleFor(r => r.Departments).Tags(MaxEntries);
        RuleFor(r => r.Sites).Tags(MaxEntries);
    }
}
