using MassTransit;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Matches;

/// <summary>A mentorship came to its end: its match ends, and the mentor's place and time are free again.</summary>
public sealed class WhenMentorshipClosed(EventStreams events) : IConsumer<MentorshipClosed>
{
    public Task Consume(ConsumeContext<MentorshipClosed> context)
    {
        var closed = context.Message;
        var placesId = MentorPlaces.IdOf(new(closed.Program), new(closed.Mentor));
        var budgetId = MentorBudget.IdOf(new(closed.Mentor));
        return events.Update(
            async writes =>
            {
                var match = await writes.Fetch<Match, MatchEvent>(closed.Mentorship, Match.Evolve);
                var places = await writes.Fetch<MentorPlaces, PlacesEvent>(placesId, MentorPlaces.Evolve);
                var budget = await writes.Fetch<MentorBudget, BudgetEvent>(budgetId, MentorBudget.Evolve);
                writes.Append<Match, MatchEvent>(closed.Mentorship, Decide(match, closed));
                writes.Append<MentorPlaces, PlacesEvent>(placesId, Decide(places, closed));
                writes.Append<MentorBudget, BudgetEvent>(budgetId, Decide(budget, closed));
            },
            context.CancellationToken
        );
    }

    public static MatchEvent[] Decide(Match? match, MentorshipClosed closed) =>
        match is { State: MatchState.Confirmed } ? [new MatchEnded(match.Id, closed.Outcome, closed.At)] : [];

    public static PlacesEvent[] Decide(MentorPlaces? places, MentorshipClosed closed) =>
        places?.Taken.Contains(new(closed.Mentorship)) is true
            ? [new PlaceFreed(new(closed.Program), new(closed.Mentor), new(closed.Mentorship), closed.At)]
            : [];

    public static BudgetEvent[] Decide(MentorBudget? budget, MentorshipClosed closed) =>
        budget?.Taken.ContainsKey(new(closed.Mentorship)) is true
            ? [new MentorTimeFreed(new(closed.Mentor), new(closed.Program), new(closed.Mentorship), closed.At)]
            : [];
}
