using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

public readonly record struct ProgramCapacityId(Guid Value);

public abstract record ProgramCapacityEvent;

public sealed record CapacityTaken(
    ProgramId Program,
    ApplicationId Application,
    ParticipantRole Role,
    DateTimeOffset At
) : ProgramCapacityEvent;

public sealed record CapacityReleased(
    ProgramId Program,
    ApplicationId Application,
    ParticipantRole Role,
    DateTimeOffset At
) : ProgramCapacityEvent;

/// <summary>How many of the limited places of a program are taken: two counts, never a list of their holders.</summary>
/// <remarks>
/// The application knows whether it was approved, so it takes a place once and frees it once. A limit cannot be set for
/// the first time after publication, so in a program with a limit every approved application holds a place.
/// </remarks>
public sealed record ProgramCapacity(int Mentors, int Mentees)
{
    public static readonly ProgramCapacity None = new(0, 0);

    public static ProgramCapacity Evolve(ProgramCapacity? capacity, ProgramCapacityEvent e) =>
        e switch
        {
            CapacityTaken t => (capacity ?? None).Add(t.Role, 1),
            CapacityReleased f => (capacity ?? None).Add(f.Role, -1),
            _ => capacity ?? None,
        };

    public static ProgramCapacityEvent[] Take(
        ProgramCapacity? capacity,
        Application application,
        Capacity limits,
        DateTimeOffset now
    )
    {
        if (!IsLimited(limits))
            return [];
        var taken = capacity ?? None;
        if (application.Role.Includes(ParticipantRole.Mentor) && taken.Mentors >= limits.MaxMentors)
            throw ProgramFull(limits.MaxMentors, "mentors");
        if (application.Role.Includes(ParticipantRole.Mentee) && taken.Mentees >= limits.MaxMentees)
            throw ProgramFull(limits.MaxMentees, "mentees");
        return [new CapacityTaken(application.Program, application.Id, application.Role, now)];
    }

    public static ProgramCapacityEvent[] Release(Application application, Capacity limits, DateTimeOffset now) =>
        IsLimited(limits) && application.WasApproved
            ? [new CapacityReleased(application.Program, application.Id, application.Role, now)]
            : [];

    /// <summary>Programs without a limit count nothing.</summary>
    public static bool IsLimited(Capacity limits) => limits is not { MaxMentors: null, MaxMentees: null };

    private ProgramCapacity Add(ParticipantRole role, int count) =>
        new(
            Mentors + (role.Includes(ParticipantRole.Mentor) ? count : 0),
            Mentees + (role.Includes(ParticipantRole.Mentee) ? count : 0)
        );

    private static DomainException ProgramFull(int? limit, string role) =>
        new(DomainError.Conflict, $"The program is full: all {limit} places for {role} are taken.")
        {
            Code = "program-full",
        };
}
