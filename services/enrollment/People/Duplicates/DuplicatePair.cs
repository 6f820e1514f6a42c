using System.Diagnostics;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Duplicates;

public readonly record struct DuplicatePairId(Guid Value);

public abstract record DuplicatePairEvent;

/// <summary>Two people look alike, and are two people.</summary>
public sealed record DuplicateDismissed(
    DuplicatePairId Pair,
    PersonId One,
    PersonId Other,
    Guid By,
    PersonalText Reason,
    DateTimeOffset At
) : DuplicatePairEvent
{
    public bool IsAbout(Guid person) => One.Value == person || Other.Value == person;
}

/// <summary>Two people who look alike.</summary>
public sealed record DuplicatePair(DuplicatePairId Id, bool Dismissed)
{
    /// <summary>The same in whichever order the two are named.</summary>
    public static DuplicatePairId IdOf(Guid one, Guid other) =>
        new(
            one.CompareTo(other) < 0
                ? DerivedId.From("duplicate-pair", one, other)
                : DerivedId.From("duplicate-pair", other, one)
        );

    public static DuplicatePair Evolve(DuplicatePair? pair, DuplicatePairEvent e) =>
        e switch
        {
            DuplicateDismissed d => new(d.Pair, Dismissed: true),
            _ => throw new UnreachableException($"{e} cannot follow {pair}"),
        };
}
