using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public abstract record CapacityEvent;

public sealed record CapacityOffered(
    ProgramId Program,
    PersonId Mentor,
    ParticipationId Participation,
    int Capacity,
    DateTimeOffset At
) : CapacityEvent;

public sealed record CapacityWithdrawn(
    ProgramId Program,
    PersonId Mentor,
    ParticipationId Participation,
    DateTimeOffset At
) : CapacityEvent;

public sealed record CapacityTaken(ProgramId Program, PersonId Mentor, MatchId Match, DateTimeOffset At)
    : CapacityEvent;

public sealed record CapacityReleased(ProgramId Program, PersonId Mentor, MatchId Match, DateTimeOffset At)
    : CapacityEvent;

/// <summary>
/// The places of one mentor in one program. A match is confirmed in the transaction that takes its place here. So the
/// stream's version lets only one of two acceptances of the last place succeed.
/// </summary>
public sealed record MentorCapacity(ImmutableDictionary<ParticipationId, int> Offered, ImmutableHashSet<MatchId> Taken)
{
    private static readonly MentorCapacity None = new(ImmutableDictionary<ParticipationId, int>.Empty, []);

    public bool HasFreeCapacity => Taken.Count < Offered.Values.Sum();

    public static Guid IdOf(ProgramId program, PersonId mentor) =>
        DerivedId.From("mentor-capacity", program.Value, mentor.Value);

    public static MentorCapacity Evolve(MentorCapacity? capacity, CapacityEvent e) =>
        (capacity ?? None, e) switch
        {
            (var p, CapacityOffered o) => p with { Offered = p.Offered.SetItem(o.Participation, o.Capacity) },
            (var p, CapacityWithdrawn w) => p with { Offered = p.Offered.Remove(w.Participation) },
            (var p, CapacityTaken t) => p with { Taken = p.Taken.Add(t.Match) },
            (var p, CapacityReleased f) => p with { Taken = p.Taken.Remove(f.Match) },
            _ => throw new UnreachableException($"{e} is no event of a mentor's capacity"),
        };
}
