using System.Diagnostics;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

public abstract record CoffeeMembershipEvent;

public sealed record CoffeeJoined(ProgramId Program, PersonId Person, DateTimeOffset At) : CoffeeMembershipEvent;

/// <summary>The person is in no round before this day, in UTC.</summary>
public sealed record CoffeeSnoozed(ProgramId Program, PersonId Person, DateOnly Until, DateTimeOffset At)
    : CoffeeMembershipEvent;

public sealed record CoffeeResumed(ProgramId Program, PersonId Person, DateTimeOffset At) : CoffeeMembershipEvent;

public sealed record CoffeeLeft(ProgramId Program, PersonId Person, DateTimeOffset At) : CoffeeMembershipEvent;

/// <summary>Whether a person takes part in the coffee rounds of a program.</summary>
/// <param name="SnoozedUntil">The day from which the person is in rounds again; it may be over. Null for none.</param>
public sealed record CoffeeMembership(bool TakesPart = false, DateOnly? SnoozedUntil = null)
{
    /// <summary>The stream of a person in a program.</summary>
    public static Guid IdOf(ProgramId program, PersonId person) =>
        DerivedId.From("coffee-membership", program.Value, person.Value);

    public static CoffeeMembership Evolve(CoffeeMembership? membership, CoffeeMembershipEvent e) =>
        (membership ?? new(), e) switch
        {
            (_, CoffeeJoined) => new(TakesPart: true),
            (var m, CoffeeSnoozed s) => m with { SnoozedUntil = s.Until },
            (var m, CoffeeResumed) => m with { SnoozedUntil = null },
            (_, CoffeeLeft) => new(),
            _ => throw new UnreachableException($"{e} is no event of a coffee membership"),
        };
}

internal static class CoffeeMembershipGuards
{
    /// <exception cref="DomainException">The person does not take part.</exception>
    public static CoffeeMembership RequireTakesPart(this CoffeeMembership? membership) =>
        membership is { TakesPart: true }
            ? membership
            : throw new DomainException(
                DomainError.NotFound,
                "You do not take part in the coffee rounds of this program."
            );
}
