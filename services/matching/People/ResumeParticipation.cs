using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>A person ends a pause before its time, and is part of the next run.</summary>
public static class ResumeParticipation
{
    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update<Participation, ParticipationEvent>(
            id,
            Participation.Evolve,
            participation =>
            {
                participation.RequireOwn(by);
                return Decide(participation, now);
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static ParticipationEvent[] Decide(Participation? participation, DateTimeOffset now) =>
        participation is { Withdrawn: false, PausedUntil: not null, Joined: { } joined }
            ? [new ParticipantResumed(joined.Participation, joined.Program, joined.Person, now)]
            : [];
}
