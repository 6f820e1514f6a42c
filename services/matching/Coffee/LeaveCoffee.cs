using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Coffee;

/// <summary>A person takes no more part in the coffee rounds of a program. They may join again at any time.</summary>
public static class LeaveCoffee
{
    public static async Task<NoContent> Handle(
        Guid program,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update<CoffeeMembership, CoffeeMembershipEvent>(
            CoffeeMembership.IdOf(new(program), by),
            CoffeeMembership.Evolve,
            membership => Decide(membership, new(program), by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static CoffeeMembershipEvent[] Decide(
        CoffeeMembership? membership,
        ProgramId program,
        PersonId by,
        DateTimeOffset now
    )
    {
        if (membership is { TakesPart: false })
            return [];
        membership.RequireTakesPart();
        return [new CoffeeLeft(program, by, now)];
    }
}
