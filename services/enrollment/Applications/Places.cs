using System.Collections.Immutable;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventStore;

namespace PeerNetwork.Enrollment.Applications;

public readonly record struct PlacesId(Guid Value);

public abstract record PlacesEvent;

public sealed record PlaceTaken(ProgramId Program, ApplicationId Application, ParticipantRole Role, DateTimeOffset At)
    : PlacesEvent;

public sealed record PlaceFreed(ProgramId Program, ApplicationId Application, DateTimeOffset At) : PlacesEvent;

/// <summary>
/// Who holds the limited places of a program. A stream of its own: whoever approves appends here in the same transaction, so of two
/// who give away the last place at once, one decides again and finds it taken.
/// </summary>
public sealed record Places(ImmutableDictionary<ApplicationId, ParticipantRole> Taken)
{
    public static readonly Places None = new(ImmutableDictionary<ApplicationId, ParticipantRole>.Empty);

    public static Places Evolve(Places? places, PlacesEvent e) =>
        e switch
        {
            PlaceTaken t => new((places ?? None).Taken.SetItem(t.Application, t.Role)),
            PlaceFreed f => new((places ?? None).Taken.Remove(f.Application)),
            _ => places ?? None,
        };

    public static PlacesEvent[] Take(Places? places, Application application, Capacity limits, DateTimeOffset now)
    {
        var taken = (places ?? None).Taken;
        if (limits is { MaxMentors: null, MaxMentees: null } || taken.ContainsKey(application.Id))
            return [];
        foreach (
            var (role, limit) in new[]
            {
                (ParticipantRole.Mentor, limits.MaxMentors),
                (ParticipantRole.Mentee, limits.MaxMentees),
            }
        )
        {
            if (application.Role.Includes(role) && taken.Values.Count(r => r.Includes(role)) >= limit)
                throw new RefusedException(
                    Refusal.Conflict,
                    $"The program is full: all {limit} places for {role.ToString().ToLowerInvariant()}s are taken."
                )
                {
                    Code = "program-full",
                };
        }

        return [new PlaceTaken(application.Program, application.Id, application.Role, now)];
    }

    public static PlacesEvent[] Free(Places? places, Application application, DateTimeOffset now) =>
        places?.Taken.ContainsKey(application.Id) is true
            ? [new PlaceFreed(application.Program, application.Id, now)]
            : [];
}
