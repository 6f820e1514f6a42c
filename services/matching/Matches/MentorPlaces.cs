using System.Collections.Immutable;
using System.Diagnostics;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Matches;

public abstract record PlacesEvent;

public sealed record PlacesOffered(
    ProgramId Program,
    PersonId Mentor,
    ParticipationId Participation,
    int Capacity,
    DateTimeOffset At
) : PlacesEvent;

public sealed record PlacesWithdrawn(
    ProgramId Program,
    PersonId Mentor,
    ParticipationId Participation,
    DateTimeOffset At
) : PlacesEvent;

public sealed record PlaceTaken(ProgramId Program, PersonId Mentor, MatchId Match, DateTimeOffset At) : PlacesEvent;

public sealed record PlaceFreed(ProgramId Program, PersonId Mentor, MatchId Match, DateTimeOffset At) : PlacesEvent;

/// <summary>
/// The places of one mentor in one program. A match is confirmed in the transaction that takes its place here, so that
/// of two acceptances of the last place the stream's version lets one through.
/// </summary>
public sealed record MentorPlaces(ImmutableDictionary<ParticipationId, int> Offered, ImmutableHashSet<MatchId> Taken)
{
    private static readonly MentorPlaces None = new(ImmutableDictionary<ParticipationId, int>.Empty, []);

    public bool HasFree => Taken.Count < Offered.Values.Sum();

    public static Guid IdOf(ProgramId program, PersonId mentor) =>
        DerivedId.From("places", program.Value, mentor.Value);

    public static MentorPlaces Evolve(MentorPlaces? places, PlacesEvent e) =>
        (places ?? None, e) switch
        {
            (var p, PlacesOffered o) => p with { Offered = p.Offered.SetItem(o.Participation, o.Capacity) },
            (var p, PlacesWithdrawn w) => p with { Offered = p.Offered.Remove(w.Participation) },
            (var p, PlaceTaken t) => p with { Taken = p.Taken.Add(t.Match) },
            (var p, PlaceFreed f) => p with { Taken = p.Taken.Remove(f.Match) },
            _ => throw new UnreachableException($"{e} is no event of a mentor's places"),
        };
}
