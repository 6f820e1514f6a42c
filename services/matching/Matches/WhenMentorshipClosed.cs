using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Matches;

/// <summary>A mentorship came to its end: its match ends, and its mentors' places and time are free again.</summary>
public sealed class WhenMentorshipClosed(EventStreams events) : IConsumer<MentorshipClosed>
{
    public Task Consume(ConsumeContext<MentorshipClosed> context)
    {
        var closed = context.Message;
        return events.Update(
            async writes =>
            {
                var match = await writes.Fetch<Match, MatchEvent>(closed.Mentorship, Match.Evolve);
                writes.Append<Match, MatchEvent>(closed.Mentorship, Decide(match, closed));
                foreach (var mentor in match?.Members.Mentors().Select(member => member.Person) ?? [])
                {
                    var capacityId = MentorCapacity.IdOf(new(closed.Program), mentor);
                    var budgetId = MentorBudget.IdOf(mentor);
                    var capacity = await writes.Fetch<MentorCapacity, CapacityEvent>(capacityId, MentorCapacity.Evolve);
                    var budget = await writes.Fetch<MentorBudget, BudgetEvent>(budgetId, MentorBudget.Evolve);
                    writes.Append<MentorCapacity, CapacityEvent>(capacityId, Decide(capacity, mentor, closed));
                    writes.Append<MentorBudget, BudgetEvent>(budgetId, Decide(budget, mentor, closed));
                }
            },
            context.CancellationToken
        );
    }

    public static MatchEvent[] Decide(Match? match, MentorshipClosed closed) =>
        match is { State: MatchState.Confirmed } ? [new MatchEnded(match.Id, closed.Outcome, closed.At)] : [];

    public static CapacityEvent[] Decide(MentorCapacity? capacity, PersonId mentor, MentorshipClosed closed) =>
        capacity?.Taken.Contains(new(closed.Mentorship)) is true
            ? [new CapacityReleased(new(closed.Program), mentor, new(closed.Mentorship), closed.At)]
            : [];

    public static BudgetEvent[] Decide(MentorBudget? budget, PersonId mentor, MentorshipClosed closed) =>
        budget?.Taken.ContainsKey(new(closed.Mentorship)) is true
            ? [new MentorTimeReleased(mentor, new(closed.Program), new(closed.Mentorship), closed.At)]
            : [];
}
