using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Coffee;

/// <summary>
/// A coordinator of all sites of a program has a coffee round formed now, in the background. The next regular round
/// stays as planned.
/// </summary>
public static class RequestCoffeeRound
{
    /// <summary>A round that is not formed by then has failed, and another request replaces it.</summary>
    private static readonly TimeSpan TimeToForm = TimeSpan.FromMinutes(10);

    public static async Task<NoContent> Handle(
        Guid program,
        ClaimsPrincipal user,
        EventStreams events,
        CoffeeMembers members,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var known = await events.RequireProgram(program, ct);
        known.RequireManage(user);
        var takePart = await members.Count(new(program), now, ct);
        await events.Update<CoffeeSchedule, CoffeeScheduleEvent>(
            CoffeeSchedule.IdOf(new(program)),
            CoffeeSchedule.Evolve,
            schedule => Decide(schedule, new(Guid.CreateVersion7(now)), takePart, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="schedule">The coffee rounds of the program.</param>
    /// <param name="round">The id of the round.</param>
    /// <param name="takePart">How many people take part today.</param>
    /// <param name="by">The coordinator.</param>
    /// <param name="now">The moment.</param>
    public static CoffeeScheduleEvent[] Decide(
        CoffeeSchedule? schedule,
        CoffeeRoundId round,
        int takePart,
        PersonId by,
        DateTimeOffset now
    ) =>
        schedule switch
        {
            not { Plan: not null } => throw new DomainException(
                DomainError.Conflict,
                "This program has no coffee rounds."
            )
            {
                Code = "no-coffee-rounds",
            },
            { Requested: { } requested } when now - requested.At < TimeToForm => [],
            _ when takePart < 2 => throw new DomainException(
                DomainError.Conflict,
                "Fewer than two people take part today."
            )
            {
                Code = "too-few-people",
            },
            _ => [new CoffeeRoundRequested(schedule.Plan.Program, round, by, schedule.NextRoundAt, now)],
        };
}
