using System.Security.Claims;
using JasperFx.Events;
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

/// <summary>A pause ends at its time.</summary>
public sealed class PauseEndRule() : DeadlineRule("pause_end")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            ParticipantPaused p => [new(e.StreamId, e.StreamId, p.Until)],
            ParticipantResumed or ParticipantWithdrew => [new(e.StreamId, e.StreamId, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var participation = await writes.Fetch<Participation, ParticipationEvent>(
            deadline.Stream,
            Participation.Evolve
        );
        if (participation?.PausedUntil <= now)
            writes.Append<Participation, ParticipationEvent>(
                deadline.Stream,
                ResumeParticipation.Decide(participation, now)
            );
    }
}
