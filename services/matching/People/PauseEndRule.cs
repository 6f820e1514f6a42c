using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

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
