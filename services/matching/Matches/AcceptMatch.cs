using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventStore;

namespace PeerNetwork.Matching.Matches;

/// <summary>A person says yes to a proposed match. The second yes confirms it and takes a place of the mentor, if one is left.</summary>
public static class AcceptMatch
{
    public static async Task<NoContent> Handle(
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
                var placesId = match is null
                    ? default
                    : MentorPlaces.IdOf(match.Proposal.Program, match.Proposal.Mentor);
                var places = match is null
                    ? null
                    : await writes.Fetch<MentorPlaces, PlacesEvent>(placesId, MentorPlaces.Evolve);
                decided = Decide(match, places, person, now);
                writes.Append<Match, MatchEvent>(id, decided);
                if (decided is [.., MatchConfirmed c])
                    writes.Append<MentorPlaces, PlacesEvent>(
                        placesId,
                        new PlaceTaken(c.Program, c.Mentor, c.Match, now)
                    );
            },
            ct
        );

        // The refusal comes after the commit: that this person came too late for the last place is a fact of the match.
        return decided is [MatchDeclined] ? throw MentorFull() : TypedResults.NoContent();
    }

    public static MatchEvent[] Decide(Match? match, MentorPlaces? places, PersonId by, DateTimeOffset now) =>
        match switch
        {
            null => throw new RefusedException(Refusal.Missing, "No such match."),
            _ when !match.Involves(by) => throw new RefusedException(
                Refusal.NotAllowed,
                "Only the two people may accept."
            ),
            { State: MatchState.Confirmed or MatchState.Ended } => [],
            { Reason: DeclineReason.MentorFull } => throw MentorFull(),
            { State: MatchState.Declined } => throw new RefusedException(Refusal.Conflict, "This match was declined.")
            {
                Code = "match-declined",
            },
            _ when match.FirstYes == by => [],
            _ when places is not { HasFree: true } => [match.Decline(DeclineReason.MentorFull, null, now)],
            { FirstYes: null } => [new MatchAccepted(match.Id, by, now)],
            _ => [new MatchAccepted(match.Id, by, now), match.Confirm(now)],
        };

    private static RefusedException MentorFull() =>
        new(Refusal.Conflict, "The mentor's last place went to somebody else. The mentee waits for the next run.")
        {
            Code = "mentor-full",
        };
}
