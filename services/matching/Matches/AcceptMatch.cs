using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A person says yes to a proposed match. The second yes confirms it and takes a place and the time of the mentor, if
/// enough is left.
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
        var (person, now) = (user.Person(), clock.GetUtcNow());
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
                var (placesId, budgetId) = (MentorPlaces.IdOf(program, mentor), MentorBudget.IdOf(mentor));
                var places = await writes.Fetch<MentorPlaces, PlacesEvent>(placesId, MentorPlaces.Evolve);
                var budget = await writes.Fetch<MentorBudget, BudgetEvent>(budgetId, MentorBudget.Evolve);
                var known = await events.Load<Colleague>(mentor.Value, ct);
                var left = MentorBudget.MinutesLeft(budget, known?.HoursPerMonth);
                decided = Decide(match, places, left, person, now);
                writes.Append<Match, MatchEvent>(id, decided);
                if (decided is not [.., MatchConfirmed])
                    return;
                writes.Append<MentorPlaces, PlacesEvent>(placesId, new PlaceTaken(program, mentor, match.Id, now));
                writes.Append<MentorBudget, BudgetEvent>(
                    budgetId,
                    new MentorTimeTaken(mentor, program, match.Id, minutes, now)
                );
            },
            ct
        );

        // Returned and not thrown: that this person came too late is a fact of the match, and has to commit.
        if (decided is not [MatchDeclined declined])
            return TypedResults.NoContent();
        var tooLate = TooLate(declined.Reason);
        return TypedResults.Problem(Problems.Of(StatusCodes.Status409Conflict, tooLate.Message, tooLate.Code));
    }

    /// <param name="match">The match.</param>
    /// <param name="places">The mentor's places in the program.</param>
    /// <param name="minutesLeft">What the mentor's hours leave over all programs; null for no limit.</param>
    /// <param name="by">Who accepts.</param>
    /// <param name="now">The moment.</param>
    public static MatchEvent[] Decide(
        Match? match,
        MentorPlaces? places,
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
            { Reason: DeclineReason.MentorFull or DeclineReason.MentorHoursUsed } => throw TooLate(match.Reason.Value),
            { State: MatchState.Declined } => throw new DomainException(
                DomainError.Conflict,
                "This match was declined."
            )
            {
                Code = "match-declined",
            },
            _ when match.FirstYes == by => [],
            _ when places is not { HasFree: true } => [match.Decline(DeclineReason.MentorFull, null, now)],
            _ when minutesLeft < match.Proposal.MentorMinutesPerMonth =>
            [
                match.Decline(DeclineReason.MentorHoursUsed, null, now),
            ],
            { FirstYes: null } => [new MatchAccepted(match.Id, by, now)],
            _ => [new MatchAccepted(match.Id, by, now), match.Confirm(now)],
        };

    private static DomainException TooLate(DeclineReason reason) =>
        reason == DeclineReason.MentorHoursUsed
            ? new(
                DomainError.Conflict,
                "The mentor's hours are used by other mentorships. The mentee waits for the next run."
            )
            {
                Code = "mentor-hours-used",
            }
            : new(
                DomainError.Conflict,
                "The mentor's last place went to somebody else. The mentee waits for the next run."
            )
            {
                Code = "mentor-full",
            };
}
