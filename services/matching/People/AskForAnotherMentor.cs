using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>
/// A mentee whose mentorship is completed asks for another mentor in the program, and is part of the next run.
/// </summary>
public static class AskForAnotherMentor
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var participation = await writes.Fetch<Participation, ParticipationEvent>(id, Participation.Evolve);
                var joined = participation.RequireOwn(by);
                var isServed = await tables.QueryFirstOrDefault<bool>(
                    $"""
                    select exists (select from match_members where program = {joined.Program.Value}
                        and person = {joined.Person.Value} and state = 'ended' and serves)
                    """,
                    ct
                );
                writes.Append<Participation, ParticipationEvent>(id, Decide(joined, isServed, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="joined">As what the person takes part.</param>
    /// <param name="isServed">Whether a mentorship is completed, and the mentee has asked for no other since.</param>
    /// <param name="now">The moment.</param>
    public static ParticipationEvent[] Decide(ParticipantJoined joined, bool isServed, DateTimeOffset now) =>
        isServed ? [new AnotherMentorWanted(joined.Participation, joined.Program, joined.Person, now)] : [];
}
