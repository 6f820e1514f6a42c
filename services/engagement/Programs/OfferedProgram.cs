using System.Diagnostics;

namespace PeerNetwork.Engagement.Programs;

public readonly record struct ProgramId(Guid Value);

public abstract record ProgramEvent;

public sealed record ProgramLearned(
    ProgramId Program,
    long Version,
    string Name,
    DateOnly Starts,
    DateOnly? Ends,
    int MeetingEveryDays,
    DateTimeOffset At
) : ProgramEvent;

/// <summary>A program, as far as this service has to know.</summary>
/// <param name="Version">The version of the program's own stream that was last heard of.</param>
public sealed record OfferedProgram(ProgramId Id, long Version)
{
    public static OfferedProgram Evolve(OfferedProgram? program, ProgramEvent e) =>
        e switch
        {
            ProgramLearned p => new(p.Program, p.Version),
            _ => throw new UnreachableException($"{e} cannot follow {program}."),
        };
}
