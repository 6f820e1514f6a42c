using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

/// <summary>A person takes part in the coffee rounds of a program, without an application.</summary>
public static class JoinCoffee
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
        var known = await events.RequireProgram(program, ct);
        var person = user.IsExternal() ? null : await events.Load<PersonReplica>(by.Value, ct);
        await events.Update<CoffeeMembership, CoffeeMembershipEvent>(
            CoffeeMembership.IdOf(new(program), by),
            CoffeeMembership.Evolve,
            membership => Decide(membership, known, person, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="membership">What the person decided before.</param>
    /// <param name="program">The program.</param>
    /// <param name="person">Null for a guest, and for an account without a person.</param>
    /// <param name="by">The person.</param>
    /// <param name="now">The moment.</param>
    public static CoffeeMembershipEvent[] Decide(
        CoffeeMembership? membership,
        ProgramReplica program,
        PersonReplica? person,
        PersonId by,
        DateTimeOffset now
    )
    {
        if (person is not { Active: true } || !program.SiteCodes.Contains(person.SiteCode))
            throw new DomainException(
                DomainError.Forbidden,
                "Coffee rounds are for employees at the sites of the program."
            );
        return program switch
        {
            { Ended: true } => throw new DomainException(DomainError.Conflict, "The program has ended.")
            {
                Code = "program-ended",
            },
            _ when !program.Formats.Contains(ProgramReplica.Coffee) => throw new DomainException(
                DomainError.Conflict,
                "This program has no coffee rounds."
            )
            {
                Code = "no-coffee-rounds",
            },
            _ => membership is { TakesPart: true } ? [] : [new CoffeeJoined(new(program.Id), by, now)],
        };
    }
}
