using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>Something that a program needs before it can be published.</summary>
public sealed record MissingField(string Field, string Message);

/// <summary>
/// What can be said about a plan by looking at it alone: whether it can be stored, and whether it can be published.
/// </summary>
public static class ProgramValidation
{
    private const int MaxTextLength = 20_000;

    /// <exception cref="DomainException">A field can never be right as it is.</exception>
    public static void RequireValid(this ProgramPlan plan)
    {
        var check = new Check()
            .That(IsName(plan.Name), "name", "must be one line of 1 to 200 characters")
            .That(
                plan.SiteCodes is { Count: > 0 and <= 200 }
                    && plan.SiteCodes.Distinct().Count() == plan.SiteCodes.Count,
                "siteCodes",
                "must name 1 to 200 different sites"
            )
            .That(
                IsText(plan.Charter?.Purpose)
                    && IsText(plan.Charter?.TargetPopulation)
                    && IsText(plan.Charter?.IntendedOutcomes),
                "charter",
                $"must be texts of up to {MaxTextLength} characters"
            )
            .That(IsPlausible(plan.Starts), "starts", "must be a day of the years 2000 to 2199")
            .That(IsPlausible(plan.Ends), "ends", "must be a day of the years 2000 to 2199")
            .That(plan.Ends is null || plan.Starts is null || plan.Ends > plan.Starts, "ends", "must be after starts")
            .That(plan.MeetingEveryDays is null or (>= 1 and <= 366), "meetingEveryDays", "must be 1 to 366")
            .That(
                plan.Capacity?.MaxMentors is null or (>= 1 and <= 1_000_000),
                "capacity.maxMentors",
                "must be 1 to 1000000, or left out for no limit"
            )
            .That(
                plan.Capacity?.MaxMentees is null or (>= 1 and <= 1_000_000),
                "capacity.maxMentees",
                "must be 1 to 1000000, or left out for no limit"
            )
            .That(IsText(plan.Guidelines), "guidelines", $"must have up to {MaxTextLength} characters");
        ValidateTraining(check, plan.Training);
        Tags.Validate(check, plan.Goals, "goals", 100);
        ValidateRules(check, plan.Eligibility?.Mentor, "eligibility.mentor");
        ValidateRules(check, plan.Eligibility?.Mentee, "eligibility.mentee");
        check.Throw();
    }

    /// <summary>What is missing before the plan can be published; empty when nothing is.</summary>
    public static IReadOnlyList<MissingField> Missing(this ProgramPlan plan)
    {
        var missing = new List<MissingField>();
        Need(HasText(plan.Charter?.Purpose), "charter.purpose", "State what the program is for.");
        Need(HasText(plan.Charter?.TargetPopulation), "charter.targetPopulation", "State whom the program is for.");
        Need(
            HasText(plan.Charter?.IntendedOutcomes),
            "charter.intendedOutcomes",
            "State what will have changed at its end."
        );
        Need(plan.Starts is not null, "starts", "Give the first day; leave out the last one for a rolling program.");
        Need(plan.MeetingEveryDays is not null, "meetingEveryDays", "Say how often pairs are asked to meet.");
        Need(plan.Format is not null, "format", "Choose oneToOne, group, workshop or combination.");
        Need(plan.Goals.Count > 0, "goals", "List the goals from which participants choose.");
        Need(HasText(plan.Guidelines), "guidelines", "Write the guidelines that participants accept.");
        return missing;

        void Need(bool there, string field, string message)
        {
            if (!there)
                missing.Add(new(field, message));
        }
    }

    private static void ValidateTraining(Check check, IReadOnlyList<TrainingModule>? modules) =>
        check
            .That(
                modules is null || modules.All(m => m is not null && Tags.IsValid(m.Code) && IsName(m.Title)),
                "training",
                "must be modules with a code of 1 to 100 and a title of 1 to 200 characters"
            )
            .That(
                modules is null || (modules.Count <= 50 && modules.DistinctBy(m => m?.Code).Count() == modules.Count),
                "training",
                "must be up to 50 modules with different codes"
            );

    private static void ValidateRules(Check check, EligibilityRules? rules, string field)
    {
        if (rules is null)
            return;
        check
            .That(
                rules.MinYearsOfExperience is null or (>= 0 and <= 80),
                $"{field}.minYearsOfExperience",
                "must be 0 to 80"
            )
            .That(rules.MinJobLevel is null or (>= 0 and <= 1000), $"{field}.minJobLevel", "must be 0 to 1000")
            .That(rules.MaxJobLevel is null or (>= 0 and <= 1000), $"{field}.maxJobLevel", "must be 0 to 1000")
            .That(
                rules.MinMonthsInCompany is null or (>= 0 and <= 960),
                $"{field}.minMonthsInCompany",
                "must be 0 to 960"
            )
            .That(rules.HoursPerMonth is null or (>= 0 and <= 80), $"{field}.hoursPerMonth", "must be 0 to 80")
            .That(
                rules.SkillsRequired.All(s => s is { Level: >= 1 and <= 5 } && Tags.IsValid(s.Name))
                    && rules.SkillsRequired.Count <= 50,
                $"{field}.skillsRequired",
                "must be up to 50 skills with a level from 1 to 5"
            );
        Tags.Validate(check, rules.Departments, $"{field}.departments", 200);
        Tags.Validate(check, rules.Sites, $"{field}.sites", 200);
    }

    private static bool IsPlausible(DateOnly? day) => day is null or { Year: >= 2000 and <= 2199 };

    private static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);

    private static bool IsName(string? text) => text is { Length: > 0 and <= 200 } && TextValidation.IsLine(text);

    private static bool IsText(string? text) => text is null || text.Length <= MaxTextLength;
}
