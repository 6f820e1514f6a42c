using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing;

/// <summary>Decides again on what an event can concern, each in a unit of work of its own.</summary>
/// <remarks>After a crash it starts the same events again: the same decision then changes nothing.</remarks>
public abstract class ReactingSubscription : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;

    /// <param name="name">A stable snake_case name: the name of the shard.</param>
    /// <param name="events">The types of the events that can concern something. No other event is read.</param>
    protected ReactingSubscription(string name, IServiceScopeFactory scopes, TimeProvider clock, params Type[] events)
    {
        Name = name;
        (_scopes, _clock) = (scopes, clock);
        foreach (var type in events)
            IncludeType(type);
    }

    public sealed override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in page.Events)
        {
            if (await FindAffected(e.Data, cancellationToken) is not { Count: > 0 } affected)
                continue;
            await using var scope = _scopes.CreateScopeFor(e);
            var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
            foreach (var id in affected)
            {
                var now = _clock.GetUtcNow();
                await streams.Update(writes => Decide(id, writes, now, cancellationToken), cancellationToken);
            }
        }

        return NullChangeListener.Instance;
    }

    /// <summary>The ids of what the event can concern.</summary>
    protected abstract Task<IReadOnlyList<Guid>> FindAffected(object data, CancellationToken ct);

    /// <summary>Fetches what the decision needs, and appends what it decides.</summary>
    protected abstract Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct);
}
