using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Coffee;

/// <summary>A person is in no coffee round of a program before a day. From that day on they are, without an
/// event.</summary>
public static class SnoozeCoffee
{
    private const int MaxDays = 366;

    /// <param name="Until">The first day, in UTC, on which the person is in rounds again: after today, and at most a
    /// year from now.</param>
    public sealed record Request(DateOnly Until);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator(TimeProvider clock) =>
            RuleFor(r => r.Until)
                .Must(day => day > Today(clock) && day <= Today(clock).AddDays(MaxDays))
                .WithMessage("must be after today in UTC, and at most a year from now");

        private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
    }

    public static async Task<NoContent> Handle(
        Guid program,
        Request request,
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
            membership => Decide(membership, new(program), by, request.Until, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static CoffeeMembershipEvent[] Decide(
        CoffeeMembership? membership,
        ProgramId program,
        PersonId by,
        DateOnly until,
        DateTimeOffset now
    ) => membership.RequireTakesPart().SnoozedUntil == until ? [] : [new CoffeeSnoozed(program, by, until, now)];
}
