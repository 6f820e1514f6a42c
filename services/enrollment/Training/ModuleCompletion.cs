using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;

namespace PeerNetwork.Enrollment.Training;

/// <summary>A training module that a person has completed. A module keeps its code when the program changes it, so a
/// completion counts for the changed module too.</summary>
public sealed record CompletedModule(ProgramId Program, string Module, DateTimeOffset At);

public enum CompletionState
{
    /// <summary>Never completed.</summary>
    Open,
    Valid,

    /// <summary>Valid for at most 30 more days: it may be completed again.</summary>
    DueSoon,

    /// <summary>Completed, but too long ago: it has to be completed again.</summary>
    Lapsed,
}

/// <summary>How far a person is with a module.</summary>
/// <param name="CompletedOn">The day of the last completion, in UTC; null for none.</param>
public sealed record ModuleCompletion(TrainingModule Module, DateOnly? CompletedOn)
{
    private const int NoticeDays = 30;

    /// <summary>
    /// The last day on which the completion is valid: the same day of a later month, or the last day of a month that
    /// has no such day. Null for a module that is completed once, and before the first completion.
    /// </summary>
    public DateOnly? ValidUntil => Module.ValidMonths is { } months ? CompletedOn?.AddMonths(months) : null;

    /// <summary>The first moment at which the completion is not valid any more.</summary>
    public DateTimeOffset? LapsesAt =>
        ValidUntil is { } last ? new(last.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null;

    /// <summary>On the day of a completion it is not due again, however short its validity is.</summary>
    public CompletionState StateOn(DateOnly day) =>
        (CompletedOn, ValidUntil) switch
        {
            (null, _) => CompletionState.Open,
            (_, null) => CompletionState.Valid,
            (_, { } until) when day > until => CompletionState.Lapsed,
            ({ } completed, { } until) when day > completed && IsDueSoon(until, day) => CompletionState.DueSoon,
            _ => CompletionState.Valid,
        };

    /// <param name="until">The last day on which a completion is valid.</param>
    /// <param name="day">Today.</param>
    public static bool IsDueSoon(DateOnly until, DateOnly day) => day >= until.AddDays(-NoticeDays);

    /// <summary>Whether the person has to complete the module, for the first time or again.</summary>
    public bool IsMissingOn(DateOnly day) => StateOn(day) is CompletionState.Open or CompletionState.Lapsed;
}

public static class ModuleCompletions
{
    public static ModuleCompletion CompletionOf(this Person? person, ProgramId program, TrainingModule module) =>
        new(
            module,
            person
                ?.Completed.Where(c => c.Program == program && c.Module == module.Code)
                .Select(c => (DateOnly?)DateOnly.FromDateTime(c.At.UtcDateTime))
                .Max()
        );

    /// <summary>The last completion of each module that others have not completed, or not since.</summary>
    public static IReadOnlyList<CompletedModule> NewerThan(
        this IReadOnlyList<CompletedModule> completed,
        IReadOnlyList<CompletedModule> others
    ) =>
        [
            .. completed
                .GroupBy(c => (c.Program, c.Module))
                .Select(same => same.MaxBy(c => c.At)!)
                .Where(last =>
                    !others.Any(o => (o.Program, o.Module) == (last.Program, last.Module) && o.At >= last.At)
                ),
        ];

    /// <summary>How far a person is with each module that a participant in this role has to complete.</summary>
    public static IReadOnlyList<ModuleCompletion> RequiredOf(
        this MentoringProgram program,
        ParticipantRole role,
        Person person
    ) => [.. program.Plan.TrainingFor(role).Select(module => person.CompletionOf(program.Id, module))];
}
