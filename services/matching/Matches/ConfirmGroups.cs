using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Matches;

/// <summary>
/// A proposed group that waited only for a mentee who has left it is confirmed with the others, if the mentor has a
/// place and the time.
/// </summary>
public sealed class ConfirmGroups : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;

    public ConfirmGroups(IServiceScopeFactory scopes, TimeProvider clock)
    {
        Name = "confirm_groups";
        IncludeType<MatchMemberLeft>();
        (_scopes, _clock) = (scopes, clock);
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in page.Events.Where(e => e.Data is MatchMemberLeft).DistinctBy(e => e.StreamId))
        {
            await using var scope = _scopes.CreateScopeFor(e);
            var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
            await events.Update(writes => Confirm(e.StreamId, events, writes, cancellationToken), cancellationToken);
        }

        return NullChangeListener.Instance;
    }

    /// <param name="match">The match.</param>
    /// <param name="mentors">What is left of each mentor of the match.</param>
    /// <param name="now">The moment.</param>
    public static MatchEvent[] Decide(Match? match, IReadOnlyList<MentorAvailability> mentors, DateTimeOffset now) =>
        match is not { IsAccepted: true } ? []
        : match.DeclineWithoutPlace(mentors, now) is { } full ? [full]
        : [match.Confirm(now)];

    private async Task Confirm(Guid id, EventStreams events, StreamWrites writes, CancellationToken ct)
    {
        if (await writes.Fetch<Match, MatchEvent>(id, Match.Evolve) is not { } match)
            return;
        var now = _clock.GetUtcNow();
        var mentors = await writes.ReadAvailability(events, match, now, ct);
        writes.AppendDecided(match, Decide(match, mentors, now), now);
    }
}
