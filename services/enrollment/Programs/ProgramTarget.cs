using FluentValidation;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Programs;

/// <summary>What a target measures: metrics of the dashboard, over the whole program.</summary>
public enum TargetMetric
{
    /// <summary>People approved, as a share of all who work at the sites.</summary>
    ParticipationRate,

    /// <summary>Matched mentees, as a share of those who are ready.</summary>
    MatchRate,

    /// <summary>The median of the days from ready to matched. The only one where less is better.</summary>
    MedianDaysToMatch,

    SuccessfulMentorships,
    SessionsHeld,

    /// <summary>People who attended a session, as a share of those expected.</summary>
    Attendance,

    /// <summary>Goals reached, as a share of those set.</summary>
    GoalAttainment,

    /// <summary>Goals reached on time, as a share of those set.</summary>
    GoalAttainmentOnTime,

    /// <summary>The mean of scores from 1 to 5.</summary>
    MentorSatisfaction,

    /// <summary>The mean of scores from 1 to 5.</summary>
    MenteeSatisfaction,
}

/// <summary>What the program wants to reach, as a number.</summary>
/// <param name="Value">What it is to become. A share is a number from 0 to 1.</param>
/// <param name="Baseline">What it was before the program; null where it was not measured.</param>
/// <param name="Due">The day by which it is to be reached; null for the last day of the program.</param>
public sealed record ProgramTarget(TargetMetric Metric, decimal Value, decimal? Baseline = null, DateOnly? Due = null);

public sealed class ProgramTargetValidator : AbstractValidator<ProgramTarget>
{
    private const int MaxCount = 1_000_000;

    public ProgramTargetValidator()
    {
        RuleFor(t => t.Value).Must((target, value) => IsPossible(target.Metric, value)).WithMessage(Message);
        RuleFor(t => t.Baseline)
            .Must((target, value) => value is null || IsPossible(target.Metric, value.Value))
            .WithMessage(Message);
        RuleFor(t => t.Due).Day();
    }

    private static bool IsPossible(TargetMetric metric, decimal value)
    {
        var (least, most) = RangeOf(metric);
        return least <= value && value <= most;
    }

    private static string Message(ProgramTarget target) =>
        $"must be {RangeOf(target.Metric).Least} to {RangeOf(target.Metric).Most} for {EnumText.Of(target.Metric)}";

    private static (int Least, int Most) RangeOf(TargetMetric metric) =>
        metric switch
        {
            TargetMetric.MedianDaysToMatch or TargetMetric.SuccessfulMentorships or TargetMetric.SessionsHeld => (
                0,
                MaxCount
            ),
            TargetMetric.MentorSatisfaction or TargetMetric.MenteeSatisfaction => (1, 5),
            _ => (0, 1),
        };
}
