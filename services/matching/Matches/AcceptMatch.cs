using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A member accepts a proposed match in time. The last acceptance confirms the match and takes one place and the time
/// of each who is a mentor in it, if enough is left.
/// </summary>
public static class AcceptMatch
{
    /// <summary>What is left of a mentor of the match.</summary>
    /// <param name="Capacity">The capacity in the program; null without a place.</param>
    /// <param name="MinutesLeft">What the hours leave a month over all programs; null for no limit.</param>
    /// <param name="Minutes">What the match takes a month.</param>
    public sealed record MentorAvailability(MentorCapacity? Capacity, long? MinutesLeft, int Minutes)
    {
        public bool HasPlace => Capacity is { HasFreeCapacity: true };

        public bool HasTime => MinutesLeft is null || MinutesLeft >= Minutes;
    }

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
                    decided = Decide(match, [], person, now);
                    return;
                }

                var (program, mentors) = (match.Proposal.Program, match.Proposal.Members.Mentors());
                var left = new List<MentorAvailability>();
                foreach (var (mentor, _, minutes) in mentors)
                {
                    var capacity = await writes.Fetch<MentorCapacity, CapacityEvent>(
                        MentorCapacity.IdOf(program, mentor),
                        MentorCapacity.Evolve
                    );
                    var budget = await writes.Fetch<MentorBudget, BudgetEvent>(
                        MentorBudget.IdOf(mentor),
                        MentorBudget.Evolve
                    );
                    var known = await events.Load<PersonReplica>(mentor.Value, ct);
                    var minutesLeft = MentorBudget.MinutesLeftFrom(
                        FlashTime.MonthOf(now),
                        budget,
                        known?.HoursPerMonth
                    );
                    left.Add(new(capacity, minutesLeft, minutes));
                }

                decided = Decide(match, left, person, now);
                writes.Append<Match, MatchEvent>(id, decided);
                if (decided is not [.., MatchConfirmed])
                    return;
                foreach (var (mentor, _, minutes) in mentors)
                {
                    writes.Append<MentorCapacity, CapacityEvent>(
                        MentorCapacity.IdOf(program, mentor),
                        new CapacityTaken(program, mentor, match.Id, now)
                    );
                    writes.Append<MentorBudget, BudgetEvent>(
                        MentorBudget.IdOf(mentor),
                        new MentorTimeTaken(mentor, program, match.Id, minutes, now)
                    );
                }
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
    /// <param name="mentors">What is left of each mentor of the match.</param>
    /// <param name="by">Who accepts.</param>
    /// <param name="now">The moment.</param>
    public static MatchEvent[] Decide(
        Match? match,
        IReadOnlyList<MentorAvailability> mentors,
        PersonId by,
        DateTimeOffset now
    ) =>
        match switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such match."),
            _ when !match.Involves(by) => throw new DomainException(
                DomainError.Forbidden,
                "Only the members of this match may accept."
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
            _ when match.AcceptedBy.Contains(by) => [],
            _ when AnswerTimeRule.Decide(match, now) is [_] over => over,
            _ when mentors.Any(mentor => !mentor.HasPlace) => [match.Decline(DeclineReason.MentorFull, null, now)],
            _ when mentors.Any(mentor => !mentor.HasTime) => [match.Decline(DeclineReason.MentorHoursUsed, null, now)],
            _ when match.IsConfirmedBy(by) => [new MatchAccepted(match.Id, by, now), match.Confirm(now)],
            _ => [new MatchAccepted(match.Id, by, now)],
        };

    private static DomainException TooLate(DeclineReason reason)
    {
        var (code, happened) = reason switch
        {
            DeclineReason.MentorHoursUsed => ("mentor-hours-used", "The mentor's hours are given to others."),
            DeclineReason.NotAnswered => ("match-not-answered", "The time to answer is over."),
            _ => ("mentor-full", "The mentor's last place was given to another."),
        };
        return new(DomainError.Conflict, $"{happened} Those who look for a mentor wait for the next run.")
        {
            Code = code,
        };
    }
}
