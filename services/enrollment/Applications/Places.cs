using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

public readonly record struct PlacesId(Guid Value);

public abstract record PlacesEvent;

public sealed record PlaceTaken(ProgramId Program, ApplicationId Application, ParticipantRole Role, DateTimeOffset At)
    : PlacesEvent;

public sealed record PlaceFreed(ProgramId Program, ApplicationId Application, ParticipantRole Role, DateTimeOffset At)
    : PlacesEvent;

/// <summary>How many of the limited places of a program are taken: two counts, never a list of their holders.</summary>
/// <remarks>
/// The application knows whether it was approved, so it takes a place once and frees it once. A limit cannot be set for
/// the first time after publication, so in a program with a limit every approved application holds a place.
/// </remarks>
public sealed record Places(int Mentors, int Mentees)
{
    public static readonly Places None = new(0, 0);

    public static Places Evolve(Places? places, PlacesEvent e) =>
        e switch
        {
            PlaceTaken t => (places ?? None).Add(t.Role, 1),
            PlaceFreed f => (places ?? None).Add(f.Role, -1),
            _ => places ?? None,
        };

    public static PlacesEvent[] Take(Places? places, Application application, Capacity limits, DateTimeOffset now)
    {
        if (!AreLimited(limits))
            return [];
        var taken = places ?? None;
        if (application.Role.Includes(ParticipantRole.Mentor) && taken.Mentors >= limits.MaxMentors)
            throw Full(limits.MaxMentors, "mentors");
        if (application.Role.Includes(ParticipantRole.Mentee) && taken.Mentees >= limits.MaxMentees)
            throw Full(limits.MaxMentees, "mentees");
        return [new PlaceTaken(application.Program, application.Id, application.Role, now)];
    }

    public static PlacesEvent[] Free(Application application, Capacity limits, DateTimeOffset now) =>
        AreLimited(limits) && application.WasApproved
            ? [new PlaceFreed(application.Program, application.Id, application.Role, now)]
            : [];

    /// <summary>Programs without a limit count nothing.</summary>
    public static bool AreLimited(Capacity limits) => limits is not { MaxMentors: null, MaxMentees: null };

    private Places Add(ParticipantRole role, int count) =>
        new(
            Mentors + (role.Includes(ParticipantRole.Mentor) ? count : 0),
            Mentees + (role.Includes(ParticipantRole.Mentee) ? count : 0)
        );

    private static DomainException Full(int? limit, string role) =>
        new(DomainError.Conflict, $"The program is full: all {limit} places for {role} are taken.")
        {
            Code = "program-full",
        };
}
