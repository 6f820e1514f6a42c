using System.Diagnostics;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Findings;

public readonly record struct FindingId(Guid Value);

/// <summary>Where a finding comes from.</summary>
public enum FindingSource
{
    Report,
    Survey,
    Person,
}

/// <param name="By">The person or account that did it.</param>
public abstract record FindingEvent(FindingId Finding, Guid By, DateTimeOffset At);

/// <param name="ProgramVersion">The version of the program when the finding was recorded.</param>
public sealed record FindingRecorded(
    FindingId Finding,
    ProgramId Program,
    long ProgramVersion,
    FindingSource Source,
    PersonalText Text,
    Guid By,
    DateTimeOffset At
) : FindingEvent(Finding, By, At);

public sealed record FindingActionPlanned(
    FindingId Finding,
    PersonalText Action,
    DateOnly Due,
    Guid By,
    DateTimeOffset At
) : FindingEvent(Finding, By, At);

/// <param name="ProgramVersion">The version of the program that answers the finding.</param>
public sealed record FindingResolved(FindingId Finding, long ProgramVersion, Guid By, DateTimeOffset At)
    : FindingEvent(Finding, By, At);

public sealed record FindingDismissed(FindingId Finding, PersonalText Reason, Guid By, DateTimeOffset At)
    : FindingEvent(Finding, By, At);

public sealed record FindingReopened(FindingId Finding, Guid By, DateTimeOffset At) : FindingEvent(Finding, By, At);

public enum FindingStatus
{
    /// <summary>No action is planned yet.</summary>
    Open,

    /// <summary>An action is planned.</summary>
    Planned,

    /// <summary>A version of the program answers it.</summary>
    Resolved,

    /// <summary>The program does not change because of it.</summary>
    Dismissed,
}

public sealed record PlannedAction(PersonalText Text, DateOnly Due);

/// <summary>What was learned about a program, and what became of it.</summary>
/// <param name="FoundInVersion">The version of the program when the finding was recorded.</param>
/// <param name="ResolvedInVersion">The version of the program that answers it; null unless it is resolved.</param>
public sealed record Finding(
    FindingId Id,
    ProgramId Program,
    long FoundInVersion,
    FindingStatus Status = FindingStatus.Open,
    PlannedAction? Action = null,
    long? ResolvedInVersion = null
)
{
    public bool IsDecided => Status is FindingStatus.Resolved or FindingStatus.Dismissed;

    public static Finding Evolve(Finding? finding, FindingEvent e) =>
        (finding, e) switch
        {
            (null, FindingRecorded r) => new(r.Finding, r.Program, r.ProgramVersion),
            ({ } f, FindingActionPlanned p) => f with { Status = FindingStatus.Planned, Action = new(p.Action, p.Due) },
            ({ } f, FindingResolved r) => f with
            {
                Status = FindingStatus.Resolved,
                ResolvedInVersion = r.ProgramVersion,
            },
            ({ } f, FindingDismissed) => f with { Status = FindingStatus.Dismissed },
            ({ } f, FindingReopened) => f with
            {
                Status = f.Action is null ? FindingStatus.Open : FindingStatus.Planned,
                ResolvedInVersion = null,
            },
            _ => throw new UnreachableException($"{e} cannot follow {finding}"),
        };
}
