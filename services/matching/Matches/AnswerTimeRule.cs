using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A proposal that not all have accepted in time is declined: the mentee is part of the next run, and the mentor's
/// place is offered to others. A group goes on with those who have accepted, where they are enough.
/// </summary>
public sealed class AnswerTimeRule() : DeadlineRule("answer_time")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            MatchProposed p => [new(e.StreamId, e.StreamId, p.AnswerUntil)],
            MatchConfirmed or MatchDeclined => [new(e.StreamId, e.StreamId, null)],
            _ => [],
        };

    public override async Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now)
    {
        var match = await writes.Fetch<Match, MatchEvent>(deadline.Stream, Match.Evolve);
        writes.Append<Match, MatchEvent>(deadline.Stream, Decide(match, now));
    }

    public static MatchEvent[] Decide(Match? match, DateTimeOffset now) =>
        match is { State: MatchState.Proposed } && match.Proposal.AnswerUntil <= now
            ? match.Without([.. match.Members.People().Except(match.AcceptedBy)], DeclineReason.NotAnswered, null, now)
            : [];
}
