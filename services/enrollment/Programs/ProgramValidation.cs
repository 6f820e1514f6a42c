namespace PeerNetwork.Enrollment.Programs;

/// <summary>Something that a program needs before it can be published.</summary>
public sealed record MissingField(string Field, string Message);

/// <summary>Whether a plan can be published.</summary>
public static class ProgramValidation
{
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
        Need(plan.Formats.Count > 0, "formats", "Choose one or more of oneToOne, reciprocal, group, flash and coffee.");
        Need(
            plan.MeetingEveryDays is not null || !plan.HasRuns(),
            "meetingEveryDays",
            "Say how often the members of a mentorship are asked to meet."
        );
        Need(
            plan.Coffee.EveryDays is not null || !plan.Formats.Contains(ProgramFormat.Coffee),
            "coffee.everyDays",
            "Say after how many days the next coffee round begins."
        );
        var hasGroups = plan.Formats.Contains(ProgramFormat.Group);
        Need(
            plan.Groups.MinMentees is not null || !hasGroups,
            "groups.minMentees",
            "Say how many mentees a group has at least."
        );
        Need(
            plan.Groups.MaxMentees is not null || !hasGroups,
            "groups.maxMentees",
            "Say how many mentees a group has at most."
        );
        Need(
            plan.Roadmap is not { Mode: RoadmapMode.Structured, Steps: [] },
            "roadmap.steps",
            "List the steps of the roadmap that mentorships keep to, or make it a flexible one."
        );
        Need(plan.Goals.Count > 0, "goals", "List the goals from which participants choose.");
        Need(HasText(plan.Guidelines), "guidelines", "Write the guidelines that participants accept.");
        return missing;

        void Need(bool there, string field, string message)
        {
            if (!there)
                missing.Add(new(field, message));
        }
    }

    private static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);
}
