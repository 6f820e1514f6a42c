using System.Diagnostics;
using PeerNetwork.Enrollment.Applications;

namespace PeerNetwork.Enrollment.Programs;

public readonly record struct ProgramId(Guid Value);

public abstract record ProgramEvent;

public sealed record ProgramDrafted(
    ProgramId Program,
    ProgramCapacityId CapacityId,
    ProgramPlan Plan,
    int GuidelinesVersion,
    DateTimeOffset At
) : ProgramEvent;

public sealed record DraftRevised(ProgramId Program, ProgramPlan Plan, int GuidelinesVersion, DateTimeOffset At)
    : ProgramEvent;

public sealed record ProgramPublished(ProgramId Program, ProgramPlan Plan, int GuidelinesVersion, DateTimeOffset At)
    : ProgramEvent;

public sealed record ProgramRevised(ProgramId Program, ProgramPlan Plan, int GuidelinesVersion, DateTimeOffset At)
    : ProgramEvent;

public sealed record ProgramClosed(ProgramId Program, DateTimeOffset At) : ProgramEvent;

public enum ProgramStatus
{
    Draft,
    Published,
    Closed,
}

/// <summary>A mentoring program: drafted, published once nothing is missing, closed in the end.</summary>
/// <param name="CapacityId">The stream that counts the used capacity, where it is limited.</param>
/// <param name="GuidelinesVersion">Goes up with each new text after publishing; 0 while there is none.</param>
public sealed record MentoringProgram(
    ProgramId Id,
    ProgramCapacityId CapacityId,
    ProgramPlan Plan,
    int GuidelinesVersion,
    ProgramStatus Status = ProgramStatus.Draft
)
{
    public static MentoringProgram Evolve(MentoringProgram? program, ProgramEvent e) =>
        (program, e) switch
        {
            (null, ProgramDrafted d) => new(d.Program, d.CapacityId, d.Plan, d.GuidelinesVersion),
            ({ } p, DraftRevised r) => p with { Plan = r.Plan, GuidelinesVersion = r.GuidelinesVersion },
            ({ } p, ProgramPublished) => p with { Status = ProgramStatus.Published },
            ({ } p, ProgramRevised r) => p with { Plan = r.Plan, GuidelinesVersion = r.GuidelinesVersion },
            ({ } p, ProgramClosed) => p with { Status = ProgramStatus.Closed },
            _ => throw new UnreachableException($"{e} cannot follow {program}"),
        };

    /// <summary>Whether people may still come in: published, and not past its last day.</summary>
    public bool IsOpenOn(DateOnly day) => Status is ProgramStatus.Published && !(Plan.Ends < day);
}
