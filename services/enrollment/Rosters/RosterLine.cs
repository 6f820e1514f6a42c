using PeerNetwork.Enrollment.People;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>What is wrong on a line, and what to change.</summary>
/// <param name="Column">The column, or the field where the mapping gives a constant; null for the whole line.</param>
public sealed record LineError(int Line, string? Column, string Message);

/// <summary>A job beside the main one; its manager is still a number.</summary>
/// <param name="Line">On which it stands.</param>
public sealed record RosterJob(int Line, string? Manager, OtherJob Job);

/// <summary>A line that can be understood; its manager is still a number.</summary>
public sealed record RosterLine(
    int Line,
    string EmployeeNumber,
    string? Name,
    string? Email,
    string? Manager,
    Employment Employment,
    Guid? Account,
    bool? OnLeave,
    LastDay? LastDay,
    Guid NumberKey,
    PersonKind? Kind
)
{
    /// <summary>The record of an HR system that says so; null for a file.</summary>
    public SourceRecord? Source { get; init; }

    public IReadOnlyList<RosterJob> OtherJobs { get; init; } = [];

    /// <summary>What the same record says of later days; null where it does not speak of them.</summary>
    public IReadOnlyList<(DateOnly From, RosterLine Line)>? Later { get; init; }
}
