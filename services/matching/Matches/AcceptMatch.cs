using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A person accepts a proposed match in time. The second acceptance confirms the match and takes one place and the time
/// of the mentor, if enough is left.
/// </summary>
public static class AcceptMatch
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, now) = (user.PersonId(), clock.GetUtcNow());
        MatchEvent[] decided = [];
        await events.Update(
            async writes =>
            {
                var match = await writes.Fetch<Match, MatchEvent>(id, Match.Evolve);
                if (match is null)
                {
                    decided = Decide(match, null, null, person, now);
                    return;
                }

                var (program, mentor, minutes) = (
                    match.Proposal.Program,
                    match.Proposal.Mentor,
                    match.Proposal.MentorMinutesPerMonth
                );
                var (capacityId, budgetId) = (MentorCapacity.IdOf(program, mentor), MentorBudget.IdOf(mentor));
                var capacity = await writes.Fetch<MentorCapacity, CapacityEvent>(capacityId, MentorCapacity.Evolve);
                var budget = await writes.Fetch<MentorBudget, BudgetEvent>(budgetId, MentorBudget.Evolve);
                var known = await events.Load<PersonReplica>(mentor.Value, ct);
                var left = MentorBudget.MinutesLeftFrom(FlashTime.MonthOf(now), budget, known?.HoursPerMonth);
                decided = Decide(match, capacity, left, person, now);
                writes.Append<Match, MatchEvent>(id, decided);
                if (decided is not [.., MatchConfirmed])
                    return;
                writes.Append<MentorCapacity, CapacityEvent>(
                    capacityId,
                    new CapacityTaken(program, mentor, match.Id, now)
                );
                writes.Append<MentorBudget, BudgetEvent>(
                    budgetId,
                    new MentorTimeTaken(mentor, program, match.Id, minutes, now)
                );
            },
            ct
        );

        // Returned and not thrown: the match was declined, and that event has to commit.
        if (decided is not [MatchDeclined declined])
            return TypedResults.NoContent();
        var tooLate = TooLate(declined.Reason);
        return TypedResults.Problem(Problems.Of(StatusCodes.Status409Conflict, tooLate.Message, tooLate.Code));
    }

    /// <param name="match">The match.</param>
    /// <param name="capacity">The mentor's capacity in the program.</param>
    /// <param name="minutesLeft">What the mentor's hours leave a month over all programs; null for no limit.</param>
    /// <param name="by">Who accepts.</param>
    /// <param name="now">The moment.</param>
    public static MatchEvent[] Decide(
        Match? match,
        MentorCapacity? capacity,
        long? minutesLeft,
        PersonId by,
        DateTimeOffset now
    ) =>
        match switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such match."),
            _ when !match.Involves(by) => throw new DomainException(
                DomainError.Forbidden,
                "Only the two people may accept."
            ),
            { State: MatchState.Confirmed or MatchState.Ended } => [],
            { Reason: DeclineReason.MentorFull or DeclineReason.MentorHoursUsed or DeclineReason.NotAnswered } =>
                throw TooLate(match.Reason.Value),
            { State: MatchState.Declined } => throw new DomainException(
                DomainError.Conflict,
                "This match was declined."
            )
            {
                Code = "match-declined",
            },
            _ when match.FirstAcceptedBy == by => [],
            _ when AnswerTimeRule.Decide(match, now) is [_] over => over,
            _ when capacity is not { HasFreeCapacity: true } => [match.Decline(DeclineReason.MentorFull, null, now)],
            _ when minutesLeft < match.Proposal.MentorMinutesPerMonth =>
            [
                match.Decline(DeclineReason.MentorHoursUsed, null, now),
            ],
            { FirstAcceptedBy: null } => [new MatchAccepted(match.Id, by, now)],
            _ => [new MatchAccepted(match.Id, by, now), match.Confirm(now)],
        };

    private static DomainException TooLate(DeclineReason reason)
    {
        var (code, happened) = reason switch
        {
            DeclineReason.MentorHoursUsed => ("mentor-hours-used", "The mentor's hours are given to others."),
            DeclineReason.NotAnswered => ("match-not-answered", "The time to answer is over."),
            _ => ("mentor-full", "The mentor's last place was given to another mentee."),
        };
        return new(DomainError.Conflict, $"{happened} The mentee waits for the next run.") { Code = code };
    }
}
