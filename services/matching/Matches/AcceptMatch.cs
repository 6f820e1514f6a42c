using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A member accepts a proposed match in time. The last acceptance confirms the match and takes one place and the time
/// of each who is a mentor in it, if enough is left.
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
                decided = Decide(
                    match,
                    match is null ? [] : await writes.ReadAvailability(events, match, now, ct),
                    person,
                    now
                );
                if (match is not null)
                    writes.AppendDecided(match, decided, now);
            },
            ct
        );

        // Returned and not thrown: the match was declined, and that event has to commit.
        return ReasonOf(decided) is { } reason
            ? TypedResults.Problem(Problems.Of(TooLate(reason)))
            : TypedResults.NoContent();
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
            _ when match.Left.TryGetValue(by, out var left) => throw (
                left.Reason is DeclineReason.NotAnswered ? TooLate(left.Reason) : Declined()
            ),
            _ when !match.Involves(by) => throw new DomainException(
                DomainError.Forbidden,
                "Only the members of this match may accept."
            ),
            { State: MatchState.Confirmed or MatchState.Ended } => [],
            { Reason: DeclineReason.MentorFull or DeclineReason.MentorHoursUsed or DeclineReason.NotAnswered } =>
                throw TooLate(match.Reason.Value),
            { State: MatchState.Declined } => throw Declined(),
            _ when match.AcceptedBy.Contains(by) => [],
            _ when AnswerTimeRule.Decide(match, now) is [_, ..] over => over,
            _ when match.DeclineWithoutPlace(mentors, now) is { } full => [full],
            _ when match.IsConfirmedBy(by) => [new MatchAccepted(match.Id, by, now), match.Confirm(now)],
            _ => [new MatchAccepted(match.Id, by, now)],
        };

    /// <summary>Why the acceptance came too late; null where it did not.</summary>
    private static DeclineReason? ReasonOf(MatchEvent[] decided) =>
        decided switch
        {
            [MatchDeclined declined] => declined.Reason,
            [MatchMemberLeft left, ..] => left.Reason,
            _ => null,
        };

    private static DomainException Declined() =>
        new(DomainError.Conflict, "This match was declined.") { Code = "match-declined" };

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
