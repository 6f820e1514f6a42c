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

/// <summary>The program closed: its mentorships end.</summary>
public sealed record ProgramEnded(ProgramId Program, DateTimeOffset At) : ProgramEvent;

/// <summary>A program, as far as this service has to know.</summary>
/// <param name="Version">The version of the program's own stream that was last heard of; 0 when only its end is known.</param>
/// <param name="Ended">True once the program closed. A later message does not open it again.</param>
public sealed record OfferedProgram(ProgramId Id, long Version, bool Ended = false)
{
    public static OfferedProgram Evolve(OfferedProgram? program, ProgramEvent e) =>
        e switch
        {
            ProgramLearned p => new(p.Program, p.Version, program is { Ended: true }),
            ProgramEnded p => (program ?? new(p.Program, 0)) with { Ended = true },
            _ => throw new UnreachableException($"{e} cannot follow {program}."),
        };
}
